; A block of 1024 threads reads the L1 cache at a stride of S floats, 64 times: what gpu-benches/gpu-strides measures. out[0] is the cycles of all its
; warps together. Where the L1 lies in the array of shared memory a load takes the passes of its banks, gcd(S, 32), or one cycle for
; each four lines, whichever is more.

.equ S, 3
.buffer data, f32, 64 * S + 64
.buffer out, u32, 16

.kernel stride
.param data, out
    s2r r0, %tid.x
    and.b32 r1, r0, 63
    mov.b64 r4, c[data]
    mad.wide.s32 r4, r1, 4 * S, r4
    mov.b32 r2, 0
    ld.global.b32 r8, [r4]
    and.b32 r8, r8, 0
    bar.sync 0, 0
    s2r r10, %clock
loop:
    ld.global.b32 r12, [r4]
    ld.global.b32 r13, [r4]
    ld.global.b32 r14, [r4]
    ld.global.b32 r15, [r4]
    add.f32 r16, r12, r13
    add.f32 r17, r14, r15
    add.s32 r2, r2, 4
    setp.lt.and.s32 p0, r2, 64, pt
    @p0 bra loop
    add.f32 r16, r16, r17
    and.b32 r16, r16, 0
    bar.sync 0, 0
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r18, c[out]
    setp.eq.and.s32 p0, r0, 0, pt
    @p0 st.global.b32 [r18], r10
    exit
.end

.launch stride, grid 1, block 1024 (data, out)
