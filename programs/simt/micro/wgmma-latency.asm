; One warp group and one product of 64 x 64 x 16: what it takes to issue it, the clock's own cycle aside (out[0]), and from there to the end of the wait for it (out[1]), as FlashGPU-Sim measured on an H200.
; For other numbers of columns write n128 and so on; A of 2 KiB and B of up to 8 KiB lie in shared memory in blocks of 8 rows of 16 bytes.

.buffer out, u32, 16

.kernel latency
.param out
.shared 2048 + 8192
.reg a, r4                     ; descriptor: at 0; the second half of a row 128 bytes further, the next eight rows 256
.reg b, r6                     ; likewise, at 2048
    mov.b32 r4, 128 / 16 << 16
    mov.b32 r5, 256 / 16
    mov.b32 r6, (128 / 16 << 16) + 2048 / 16
    mov.b32 r7, 256 / 16
    bar.sync 0, 0
    wgmma.fence
    s2r r10, %clock
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, !pt
    s2r r11, %clock
    wgmma.commit_group
    wgmma.wait_group 0
    s2r r12, %clock
    sub.s32 r10, r11, r10
    sub.s32 r10, r10, 1
    sub.s32 r11, r12, r11
    mov.b64 r2, c[out]
    s2r r0, %tid.x
    setp.eq.and.s32 p0, r0, 0, pt
    @p0 st.global.b64 [r2], r10
    exit
.end

.launch latency, grid 1, block 128 (out)
