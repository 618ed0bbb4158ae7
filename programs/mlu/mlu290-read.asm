; Read bandwidth of MLU290: 64 cores fill the two halves of NRAM buffers in turn, nothing else.
; Measured 460 to 490 GB/s (mlu-ops issue #24). This program reads 256 MiB.
.equ TILE, 128K
.equ LOOPS, 32
.buffer a, i8, 64 * LOOPS * TILE, ramp

.kernel read, block
.param a, loops
.reg a, r1
.reg loops, r2
.reg tile, r3
.reg half, r4
    ld.param a, a
    ld.param loops, loops
    li tile, TILE
    mv.sreg r5, %taskid
    mul r5, r5, LOOPS * TILE
    add a, a, r5
    li half, 0
again:
    memcpy.gdram2nram.async half, a, tile
    xor half, half, TILE
    add a, a, tile
    sub loops, loops, 1
    bne loops, r0, again
    sync
.end
.launch read, 64 (a, LOOPS)
