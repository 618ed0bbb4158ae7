; C = A * B, A and B in fp16, C in fp32, on the tensor core (m16n8k16). A block of four warps makes 64x64 of C and walks along k in steps of 32: while it
; multiplies one pair of tiles in shared memory, cp.async brings the next into the other half. A warp makes 32x32: two fragments of A by four of B, read with
; ldmatrix (B transposed on the way). Rows of the tiles are 16 bytes longer than they need to be, so that eight rows meet all 32 banks.
.equ M, 128
.equ N, 192
.equ K, 96                     ; multiple of 32
.equ PITCH_A, 64 + 16          ; bytes of a row of A's tile: 32 elements
.equ PITCH_B, 128 + 16         ; of B's: 64 elements
.equ TILE_B, 64 * PITCH_A      ; where B's tile begins
.equ HALF, 16384               ; the other buffer
.buffer a, f16, M * K, random
.buffer b, f16, K * N, random
.buffer c, f32, M * N

.kernel gemm
.param a, b, c, n, k
.shared HALF + TILE_B + 32 * PITCH_B
.reg tid, r0
.reg lane, r1
.reg wm, r2                    ; the warp's half along m
.reg wn, r3                    ; and along n
.reg pa, r4                    ; what the thread copies: rows tid / 4 and 32 below of A, 16 bytes each,
.reg pa32, r6
.reg pb, r8                    ; rows tid / 8 and 16 below of B
.reg pb16, r10
.reg sa, r12                   ; and where to
.reg sa32, r13
.reg sb, r14
.reg sb16, r15
.reg la, r16                   ; where the lane's rows of the fragments lie
.reg lb, r17
.reg left, r18                 ; steps along k that are still to be loaded
.reg t, r19
.reg u, r20
.reg stepb, r21                ; bytes of 32 rows of B
.reg pc, r22
    s2r tid, %tid.x
    s2r lane, %laneid
    s2r wm, %warpid
    shr.u32 wn, wm, 1
    and.b32 wm, wm, 1
    s2r t, %ctaid.y            ; row and column of A: 64 * ctaid.y + tid / 4, 8 * (tid mod 4)
    shl.b32 t, t, 6
    shr.u32 u, tid, 2
    add.s32 t, t, u
    mul.lo.s32 t, t, c[k]
    and.b32 u, tid, 3
    mad.lo.s32 t, u, 8, t
    mov.b64 pa, c[a]
    mad.wide.u32 pa, t, 2, pa
    mov.b32 u, c[k]
    mad.wide.u32 pa32, u, 2 * 32, pa
    shr.u32 t, tid, 2
    and.b32 u, tid, 3
    shl.b32 u, u, 4
    mad.lo.s32 sa, t, PITCH_A, u
    add.s32 sa32, sa, 32 * PITCH_A
    s2r t, %ctaid.x            ; row and column of B: tid / 8, 64 * ctaid.x + 8 * (tid mod 8)
    shl.b32 t, t, 6
    and.b32 u, tid, 7
    mad.lo.s32 t, u, 8, t
    shr.u32 u, tid, 3
    mad.lo.s32 t, u, c[n], t
    mov.b64 pb, c[b]
    mad.wide.u32 pb, t, 2, pb
    mov.b32 u, c[n]
    mad.wide.u32 pb16, u, 2 * 16, pb
    shl.b32 stepb, u, 6
    shr.u32 t, tid, 3
    and.b32 u, tid, 7
    shl.b32 u, u, 4
    mad.lo.s32 sb, t, PITCH_B, u
    add.s32 sb, sb, TILE_B
    add.s32 sb16, sb, 16 * PITCH_B
    and.b32 t, lane, 15        ; lanes give rows lane mod 16 of a fragment, its left or right (or upper and lower) half
    shr.u32 u, lane, 4
    shl.b32 u, u, 4
    mad.lo.s32 lb, t, PITCH_B, u
    mad.lo.s32 lb, wn, 64, lb
    add.s32 lb, lb, TILE_B
    mad.lo.s32 la, t, PITCH_A, u
    mad.lo.s32 la, wm, 32 * PITCH_A, la
    mov.b32 left, c[k]
    shr.u32 left, left, 5
    mov.b32 r32, 0
    mov.b32 r33, 0
    mov.b32 r34, 0
    mov.b32 r35, 0
    mov.b32 r36, 0
    mov.b32 r37, 0
    mov.b32 r38, 0
    mov.b32 r39, 0
    mov.b32 r40, 0
    mov.b32 r41, 0
    mov.b32 r42, 0
    mov.b32 r43, 0
    mov.b32 r44, 0
    mov.b32 r45, 0
    mov.b32 r46, 0
    mov.b32 r47, 0
    mov.b32 r48, 0
    mov.b32 r49, 0
    mov.b32 r50, 0
    mov.b32 r51, 0
    mov.b32 r52, 0
    mov.b32 r53, 0
    mov.b32 r54, 0
    mov.b32 r55, 0
    mov.b32 r56, 0
    mov.b32 r57, 0
    mov.b32 r58, 0
    mov.b32 r59, 0
    mov.b32 r60, 0
    mov.b32 r61, 0
    mov.b32 r62, 0
    mov.b32 r63, 0
    cp.async.b128 [sa], [pa]
    cp.async.b128 [sa32], [pa32]
    cp.async.b128 [sb], [pb]
    cp.async.b128 [sb16], [pb16]
    cp.async.commit
    add.s64 pa, pa, 64
    add.s64 pa32, pa32, 64
    mad.wide.u32 pb, stepb, 1, pb
    mad.wide.u32 pb16, stepb, 1, pb16
    xor.b32 sa, sa, HALF
    xor.b32 sa32, sa32, HALF
    xor.b32 sb, sb, HALF
    xor.b32 sb16, sb16, HALF
step:
    sub.s32 left, left, 1
    setp.gt.and.s32 p0, left, 0, pt
    @p0 cp.async.b128 [sa], [pa]
    @p0 cp.async.b128 [sa32], [pa32]
    @p0 cp.async.b128 [sb], [pb]
    @p0 cp.async.b128 [sb16], [pb16]
    cp.async.commit
    add.s64 pa, pa, 64
    add.s64 pa32, pa32, 64
    mad.wide.u32 pb, stepb, 1, pb
    mad.wide.u32 pb16, stepb, 1, pb16
    xor.b32 sa, sa, HALF
    xor.b32 sa32, sa32, HALF
    xor.b32 sb, sb, HALF
    xor.b32 sb16, sb16, HALF
    cp.async.wait 1            ; all but the group just begun, which is empty in the last step
    bar.sync 0, 0
    ldmatrix.x4 r64, [la]
    ldmatrix.x4 r68, [la + 16 * PITCH_A]
    ldmatrix.x4.trans r72, [lb]
    ldmatrix.x4.trans r76, [lb + 32]
    mma.m16n8k16.f32.f16 r32, r64, r72, r32
    mma.m16n8k16.f32.f16 r36, r64, r74, r36
    mma.m16n8k16.f32.f16 r40, r64, r76, r40
    mma.m16n8k16.f32.f16 r44, r64, r78, r44
    mma.m16n8k16.f32.f16 r48, r68, r72, r48
    mma.m16n8k16.f32.f16 r52, r68, r74, r52
    mma.m16n8k16.f32.f16 r56, r68, r76, r56
    mma.m16n8k16.f32.f16 r60, r68, r78, r60
    ldmatrix.x4 r64, [la + 32]
    ldmatrix.x4 r68, [la + 16 * PITCH_A + 32]
    ldmatrix.x4.trans r72, [lb + 16 * PITCH_B]
    ldmatrix.x4.trans r76, [lb + 32 + 16 * PITCH_B]
    mma.m16n8k16.f32.f16 r32, r64, r72, r32
    mma.m16n8k16.f32.f16 r36, r64, r74, r36
    mma.m16n8k16.f32.f16 r40, r64, r76, r40
    mma.m16n8k16.f32.f16 r44, r64, r78, r44
    mma.m16n8k16.f32.f16 r48, r68, r72, r48
    mma.m16n8k16.f32.f16 r52, r68, r74, r52
    mma.m16n8k16.f32.f16 r56, r68, r76, r56
    mma.m16n8k16.f32.f16 r60, r68, r78, r60
    bar.sync 0, 0              ; nobody overwrites what others still read
    xor.b32 la, la, HALF
    xor.b32 lb, lb, HALF
    @p0 bra step
    s2r t, %ctaid.y            ; lane l holds rows l / 4 and 8 below, columns 2 * (l mod 4) and the next
    shl.b32 t, t, 6
    mad.lo.s32 t, wm, 32, t
    shr.u32 u, lane, 2
    add.s32 t, t, u
    mul.lo.s32 t, t, c[n]
    s2r u, %ctaid.x
    mad.lo.s32 t, u, 64, t
    mad.lo.s32 t, wn, 32, t
    and.b32 u, lane, 3
    mad.lo.s32 t, u, 2, t
    mov.b64 pc, c[c]
    mad.wide.u32 pc, t, 4, pc
    mov.b32 u, c[n]
    st.global.b64 [pc], r32
    st.global.b64 [pc + 32], r36
    st.global.b64 [pc + 64], r40
    st.global.b64 [pc + 96], r44
    mad.wide.u32 pc, u, 4 * 8, pc
    st.global.b64 [pc], r34
    st.global.b64 [pc + 32], r38
    st.global.b64 [pc + 64], r42
    st.global.b64 [pc + 96], r46
    mad.wide.u32 pc, u, 4 * 8, pc
    st.global.b64 [pc], r48
    st.global.b64 [pc + 32], r52
    st.global.b64 [pc + 64], r56
    st.global.b64 [pc + 96], r60
    mad.wide.u32 pc, u, 4 * 8, pc
    st.global.b64 [pc], r50
    st.global.b64 [pc + 32], r54
    st.global.b64 [pc + 64], r58
    st.global.b64 [pc + 96], r62
    exit
.end
.launch gemm, grid N / 64, M / 64, block 128 (a, b, c, N, K)
