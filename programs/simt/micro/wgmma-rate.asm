; One warp group, eight times 32 products of 64 x 64 x 16 one behind the other: the rate of the tensor cores. out[0] / 256 is the cycles of one: N / 2, but where
; reading 64 rows of A from shared memory takes longer. For other numbers of columns write n128 and so on.

.equ ROUNDS, 8
.buffer out, u32, 16

.kernel rate
.param out
.shared 2048 + 8192
.reg a, r4
.reg b, r6
    mov.b32 r4, 128 / 16 << 16
    mov.b32 r5, 256 / 16
    mov.b32 r6, (128 / 16 << 16) + 2048 / 16
    mov.b32 r7, 256 / 16
    mov.b32 r1, 0
    bar.sync 0, 0
    wgmma.fence
    s2r r10, %clock
loop:
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.ss.m64n64k16.f32.f16 r16, a, b, pt
    wgmma.commit_group
    add.s32 r1, r1, 1
    setp.lt.and.s32 p0, r1, ROUNDS, pt
    @p0 bra loop
    wgmma.wait_group 0
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r2, c[out]
    s2r r0, %tid.x
    setp.eq.and.s32 p0, r0, 0, pt
    @p0 st.global.b32 [r2], r10
    exit
.end

.launch rate, grid 1, block 128 (out)
