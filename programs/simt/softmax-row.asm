; Softmax over the rows of a matrix in fp32, a block a row: every thread keeps four elements in registers, so the row is read once and written once.
; The largest element and the sum go through shuffles inside a warp, then through shared memory between the warps.
.equ COLUMNS, 1024
.equ ROWS, 64
.equ THREADS, COLUMNS / 4
.equ WARPS, THREADS / 32
.equ LOG2E, 0x3fb8aa3b         ; log2(e) as fp32
.buffer x, f32, ROWS * COLUMNS, random
.buffer y, f32, ROWS * COLUMNS

.kernel softmax
.param x, y
.shared 2 * 4 * WARPS          ; largest element of each warp, then its sum
.reg tid, r0
.reg lane, r1
.reg warp, r2                  ; address of the warp's word in shared memory
.reg at, r3
.reg px, r4
.reg py, r6
.reg most, r12
.reg sum, r13
.reg other, r14
    s2r tid, %tid.x
    s2r lane, %laneid
    s2r warp, %warpid
    shl.b32 warp, warp, 2
    s2r at, %ctaid.x
    mad.lo.s32 at, at, THREADS, tid
    mov.b64 px, c[x]
    mov.b64 py, c[y]
    mad.wide.u32 px, at, 16, px
    mad.wide.u32 py, at, 16, py
    ld.global.b128 r8, [px]
    max.f32 most, r8, r9
    max.f32 other, r10, r11
    max.f32 most, most, other
    shfl.bfly other, most, 16
    max.f32 most, most, other
    shfl.bfly other, most, 8
    max.f32 most, most, other
    shfl.bfly other, most, 4
    max.f32 most, most, other
    shfl.bfly other, most, 2
    max.f32 most, most, other
    shfl.bfly other, most, 1
    max.f32 most, most, other
    setp.eq.and.u32 p0, lane, 0, pt
    @p0 st.shared.b32 [warp], most
    bar.sync 0, 0
    and.b32 at, lane, WARPS - 1
    shl.b32 at, at, 2          ; every warp reads all warps' words
    ld.shared.b32 most, [at]
    shfl.bfly other, most, 4
    max.f32 most, most, other
    shfl.bfly other, most, 2
    max.f32 most, most, other
    shfl.bfly other, most, 1
    max.f32 most, most, other
    sub.f32 r8, r8, most
    sub.f32 r9, r9, most
    sub.f32 r10, r10, most
    sub.f32 r11, r11, most
    mul.f32 r8, r8, LOG2E
    mul.f32 r9, r9, LOG2E
    mul.f32 r10, r10, LOG2E
    mul.f32 r11, r11, LOG2E
    ex2.f32 r8, r8
    ex2.f32 r9, r9
    ex2.f32 r10, r10
    ex2.f32 r11, r11
    add.f32 sum, r8, r9
    add.f32 other, r10, r11
    add.f32 sum, sum, other
    shfl.bfly other, sum, 16
    add.f32 sum, sum, other
    shfl.bfly other, sum, 8
    add.f32 sum, sum, other
    shfl.bfly other, sum, 4
    add.f32 sum, sum, other
    shfl.bfly other, sum, 2
    add.f32 sum, sum, other
    shfl.bfly other, sum, 1
    add.f32 sum, sum, other
    @p0 st.shared.b32 [warp + 4 * WARPS], sum
    bar.sync 0, 0
    ld.shared.b32 sum, [at + 4 * WARPS]
    shfl.bfly other, sum, 4
    add.f32 sum, sum, other
    shfl.bfly other, sum, 2
    add.f32 sum, sum, other
    shfl.bfly other, sum, 1
    add.f32 sum, sum, other
    rcp.f32 sum, sum
    mul.f32 r8, r8, sum
    mul.f32 r9, r9, sum
    mul.f32 r10, r10, sum
    mul.f32 r11, r11, sum
    st.global.b128 [py], r8
    exit
.end
.launch softmax, grid ROWS, block THREADS (x, y)
