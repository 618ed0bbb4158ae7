; GEMM ladder, MLU270, step 4: sixteen cores, each every sixteenth block, one blocking store of 512 bytes per row.
; Measured 13.0626 ms for 80 rounds: 163.3 us per round. Calibrates the cost of a blocking store.
.equ ROUNDS, 80
.equ BLOCK_BYTES, 64K          ; 256 columns of 256 int8
.equ OUT_BYTES, 128K           ; 256 x 256 half
.equ ROW_BYTES, 512            ; one row of a block of the result
.equ C_STRIDE, 655360          ; one row of the result: 327680 half
.equ NRAM_A, 0
.equ NRAM_B, 64K
.equ NRAM_TMP, 128K
.equ NRAM_OUT, 192K
.buffer a, i8, 64K, ramp
.buffer b, i8, 83886080, ramp
.buffer c, f16, 83886080

.kernel parallel, union4
.param a, b, c, rounds
.reg a, r1
.reg b, r2
.reg c, r3
.reg rounds, r4
.reg nb, r5
.reg ntmp, r6
.reg nout, r7
.reg na, r8
.reg blk, r9
.reg outb, r10
.reg rowb, r11
.reg cstride, r12
.reg seg, r13
.reg dstride, r14
.reg segs, r15
.reg i, r16
.reg k, r17
.reg one, r18
.reg dst, r19
.reg src, r20
.reg task, r21
.reg rows, r22
    ld.param a, a
    ld.param b, b
    ld.param c, c
    ld.param rounds, rounds
    li nb, NRAM_B
    li ntmp, NRAM_TMP
    li nout, NRAM_OUT
    li na, NRAM_A
    li blk, BLOCK_BYTES
    li outb, OUT_BYTES
    li rowb, ROW_BYTES
    li cstride, C_STRIDE
    li seg, 256
    li dstride, 1024
    li segs, 64
    li k, 256
    li one, 1
    mv.sreg task, %taskid
    mul src, task, BLOCK_BYTES
    add b, b, src
    mul src, task, ROW_BYTES
    add c, c, src
    memcpy.gdram2nram na, a, blk
round:
    memcpy.gdram2nram nb, b, blk
    ; lanes first: four copies of 64 segments of 256 bytes
    li i, 0
relayout:
    mul src, i, 16K
    add src, src, nb
    mul dst, i, 256
    add dst, dst, ntmp
    memcpy2d.nram2nram dst, src, seg, dstride, seg, segs
    add i, i, 1
    sub src, i, 4
    bne src, r0, relayout
    memcpy.nram2wram r0, ntmp, blk
    conv.f16.i8.i8 nout, na, r0, k, k, one, one, one, one, one, k, one, one, r0
    sync.compute
    ; one blocking store per row of the block
    mov dst, c
    mov src, nout
    li i, 0
store:
    memcpy.nram2gdram dst, src, rowb
    add dst, dst, cstride
    add src, src, rowb
    add i, i, 1
    blt i, k, store
    add b, b, 16 * BLOCK_BYTES
    add c, c, 16 * ROW_BYTES
    sub rounds, rounds, 1
    bne rounds, r0, round
.end
.launch parallel, 16 (a, b, c, ROUNDS)
