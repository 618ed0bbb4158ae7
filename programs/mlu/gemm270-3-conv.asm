; GEMM ladder, MLU270, step 3: one core, 256 x 256 x 327680 in int8 by convolution, blocks of 256 columns.
; Measured 84.49 ms for 1280 blocks: 66.0 us per block. One of the two rows of the ladder that calibrate the chip file.
.equ ROUNDS, 64
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

.kernel conv_core, block
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
    memcpy.gdram2nram na, a, blk
block:
    vbxor.i8 nb, nb, nb, blk
    vbxor.i8 ntmp, ntmp, ntmp, blk
    sync.compute
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
    memcpy2d.nram2gdram c, nout, rowb, cstride, rowb, k
    add b, b, blk
    add c, c, rowb
    sub rounds, rounds, 1
    bne rounds, r0, block
.end
.launch conv_core, 1 (a, b, c, ROUNDS)
