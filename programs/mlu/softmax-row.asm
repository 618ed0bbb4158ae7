; Softmax over the rows of a matrix in fp32, a row at a time: largest element, differences, exponentials, sum, quotients, all in NRAM. Rows are dealt to
; 32 cores (MLU370-X4). The largest element and the sum go through scalar registers, so each row waits for its reductions: what a tiled kernel hides.
.equ COLUMNS, 4096
.equ ROW, COLUMNS * 4          ; bytes of a row
.equ ROWS, 4                   ; rows per task
.equ STATISTIC, ROW            ; NRAM address behind the row: a reduction leaves 128 bytes and an index
.buffer x, f32, 32 * ROWS * COLUMNS, ramp
.buffer y, f32, 32 * ROWS * COLUMNS

.kernel softmax_row, block
.param x, y
.reg x, r1
.reg y, r2
.reg row, r3
.reg columns, r4
.reg statistic, r5
.reg value, r6
.reg left, r7
    ld.param x, x
    ld.param y, y
    mv.sreg left, %taskid
    mul left, left, ROWS * ROW
    add x, x, left
    add y, y, left
    li row, ROW
    li columns, COLUMNS
    li statistic, STATISTIC
    li left, ROWS
next:
    memcpy.gdram2nram r0, x, row
    vredmax.f32 statistic, r0, columns
    sync.compute
    ld.nram.f32 value, [statistic]
    vsub.s.f32 r0, r0, value, columns
    vexp.f32 r0, r0, columns
    vredsum.f32 statistic, r0, columns
    sync.compute
    ld.nram.f32 value, [statistic]
    vdiv.s.f32 r0, r0, value, columns
    sync.compute
    memcpy.nram2gdram y, r0, row
    add x, x, row
    add y, y, row
    sub left, left, 1
    bne left, r0, next
.end
.launch softmax_row, 32 (x, y)
