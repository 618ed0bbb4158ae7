; One warp, 16 times 64 dependent fp32 multiply-adds: the latency of the pipe. out[0] / 1024 is the cycles of one, loop included.
; Replace fma.f32 by another operation for the rest of the ladder.

.buffer out, u32, 16

.kernel ladder
.param out
    mov.b32 r4, f32(1.0)
    mov.b32 r5, f32(1.0)
    mov.b32 r6, f32(0.5)
    mov.b32 r7, f32(0.5)
    mov.b32 r1, 0
    s2r r10, %clock
loop:
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    fma.f32 r4, r4, r5, r6
    add.s32 r1, r1, 1
    setp.lt.and.s32 p0, r1, 16, pt
    @p0 bra loop
    mov.b32 r8, r4
    and.b32 r8, r8, 0
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r12, c[out]
    s2r r0, %tid.x
    setp.eq.and.s32 p0, r0, 0, pt
    @p0 st.global.b32 [r12], r10
    exit
.end

.launch ladder, grid 1, block 32 (out)
