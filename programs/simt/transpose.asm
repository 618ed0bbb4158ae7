; B = transpose of A in fp32, through a tile of 32x32 in shared memory: both matrices are read and written along their rows. The tile's rows are one word
; longer than they need to be, so that the lanes of a warp that read a column meet 32 different banks.
.equ ROWS, 128
.equ COLUMNS, 192
.equ TILE, 32
.equ STEP, 8                   ; rows of a tile that the block's 8 warps move at once
.equ PITCH, 4 * (TILE + 1)     ; bytes of a row of the tile
.buffer a, f32, ROWS * COLUMNS, random
.buffer b, f32, ROWS * COLUMNS

.kernel transpose
.param a, b, rows, columns
.shared TILE * PITCH
.reg x, r0                     ; thread inside the tile
.reg y, r1
.reg bx, r2                    ; first column and row of the tile
.reg by, r3
.reg t, r4
.reg u, r5
.reg p, r6
.reg step, r8
    s2r x, %tid.x
    s2r y, %tid.y
    s2r bx, %ctaid.x
    s2r by, %ctaid.y
    shl.b32 bx, bx, 5
    shl.b32 by, by, 5
    add.s32 t, by, y           ; A[by + y][bx + x]
    add.s32 u, bx, x
    mad.lo.s32 t, t, c[columns], u
    mov.b64 p, c[a]
    mad.wide.u32 p, t, 4, p
    mov.b32 step, c[columns]
    shl.b32 step, step, 2 + 3  ; bytes of STEP rows of A
    ld.global.b32 r12, [p]
    mad.wide.u32 p, step, 1, p
    ld.global.b32 r13, [p]
    mad.wide.u32 p, step, 1, p
    ld.global.b32 r14, [p]
    mad.wide.u32 p, step, 1, p
    ld.global.b32 r15, [p]
    shl.b32 t, x, 2
    mad.lo.s32 t, y, PITCH, t
    st.shared.b32 [t], r12
    st.shared.b32 [t + STEP * PITCH], r13
    st.shared.b32 [t + 2 * STEP * PITCH], r14
    st.shared.b32 [t + 3 * STEP * PITCH], r15
    bar.sync 0, 0
    shl.b32 t, y, 2
    mad.lo.s32 t, x, PITCH, t
    ld.shared.b32 r12, [t]
    ld.shared.b32 r13, [t + 4 * STEP]
    ld.shared.b32 r14, [t + 8 * STEP]
    ld.shared.b32 r15, [t + 12 * STEP]
    add.s32 t, bx, y           ; B[bx + y][by + x]
    add.s32 u, by, x
    mad.lo.s32 t, t, c[rows], u
    mov.b64 p, c[b]
    mad.wide.u32 p, t, 4, p
    mov.b32 step, c[rows]
    shl.b32 step, step, 2 + 3
    st.global.b32 [p], r12
    mad.wide.u32 p, step, 1, p
    st.global.b32 [p], r13
    mad.wide.u32 p, step, 1, p
    st.global.b32 [p], r14
    mad.wide.u32 p, step, 1, p
    st.global.b32 [p], r15
    exit
.end
.launch transpose, grid COLUMNS / TILE, ROWS / TILE, block TILE, STEP (a, b, ROWS, COLUMNS)
