; Every sub-core full of warps, each with independent fp32 multiply-adds: the rate of the pipes. 128 flop a cycle and SM where they have 64 lanes.

.kernel rate
    mov.b32 r5, f32(1.0)
    mov.b32 r6, f32(0.5)
    mov.b32 r7, f32(0.5)
    mov.b32 r1, 0
loop:
    fma.f32 r20, r5, r6, r7
    fma.f32 r21, r5, r6, r7
    fma.f32 r22, r5, r6, r7
    fma.f32 r23, r5, r6, r7
    fma.f32 r24, r5, r6, r7
    fma.f32 r25, r5, r6, r7
    fma.f32 r26, r5, r6, r7
    fma.f32 r27, r5, r6, r7
    fma.f32 r28, r5, r6, r7
    fma.f32 r29, r5, r6, r7
    fma.f32 r30, r5, r6, r7
    fma.f32 r31, r5, r6, r7
    fma.f32 r32, r5, r6, r7
    fma.f32 r33, r5, r6, r7
    fma.f32 r34, r5, r6, r7
    fma.f32 r35, r5, r6, r7
    fma.f32 r36, r5, r6, r7
    fma.f32 r37, r5, r6, r7
    fma.f32 r38, r5, r6, r7
    fma.f32 r39, r5, r6, r7
    fma.f32 r40, r5, r6, r7
    fma.f32 r41, r5, r6, r7
    fma.f32 r42, r5, r6, r7
    fma.f32 r43, r5, r6, r7
    fma.f32 r44, r5, r6, r7
    fma.f32 r45, r5, r6, r7
    fma.f32 r46, r5, r6, r7
    fma.f32 r47, r5, r6, r7
    fma.f32 r48, r5, r6, r7
    fma.f32 r49, r5, r6, r7
    fma.f32 r50, r5, r6, r7
    fma.f32 r51, r5, r6, r7
    fma.f32 r20, r5, r6, r7
    fma.f32 r21, r5, r6, r7
    fma.f32 r22, r5, r6, r7
    fma.f32 r23, r5, r6, r7
    fma.f32 r24, r5, r6, r7
    fma.f32 r25, r5, r6, r7
    fma.f32 r26, r5, r6, r7
    fma.f32 r27, r5, r6, r7
    fma.f32 r28, r5, r6, r7
    fma.f32 r29, r5, r6, r7
    fma.f32 r30, r5, r6, r7
    fma.f32 r31, r5, r6, r7
    fma.f32 r32, r5, r6, r7
    fma.f32 r33, r5, r6, r7
    fma.f32 r34, r5, r6, r7
    fma.f32 r35, r5, r6, r7
    fma.f32 r36, r5, r6, r7
    fma.f32 r37, r5, r6, r7
    fma.f32 r38, r5, r6, r7
    fma.f32 r39, r5, r6, r7
    fma.f32 r40, r5, r6, r7
    fma.f32 r41, r5, r6, r7
    fma.f32 r42, r5, r6, r7
    fma.f32 r43, r5, r6, r7
    fma.f32 r44, r5, r6, r7
    fma.f32 r45, r5, r6, r7
    fma.f32 r46, r5, r6, r7
    fma.f32 r47, r5, r6, r7
    fma.f32 r48, r5, r6, r7
    fma.f32 r49, r5, r6, r7
    fma.f32 r50, r5, r6, r7
    fma.f32 r51, r5, r6, r7
    add.s32 r1, r1, 1
    setp.lt.and.s32 p0, r1, 16, pt
    @p0 bra loop
    exit
.end

.launch rate, grid 1, block 512 ()
