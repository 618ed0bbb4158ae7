; fp32 GEMM ladder, MLU370-M8 at 1.3 GHz, step 4: 8192 x 512 x 512 on all cores, 32 BLOCK tasks, everything blocking. Measured 0.453 ms in one cold launch.
.equ ROWS, 8192
.equ K, 512                   ; reduction
.equ N, 512                   ; columns of the result
.equ LOOPS, 8
.equ M, 32                    ; rows per loop
.equ A_BYTES, M * K * 4
.equ C_BYTES, M * N * 4
.buffer a, f32, ROWS * K, ramp
.buffer b, f32, K * N, ramp
.buffer c, f32, ROWS * N

.equ NRAM_C, A_BYTES

.kernel blocks, block
.param a, b, c
.reg a, r1
.reg c, r2
.reg abytes, r3
.reg cbytes, r4
.reg m, r5
.reg k, r6
.reg n, r7
.reg nc, r8
.reg loops, r9
.reg t, r10
    ld.param a, a
    ld.param c, c
    mv.sreg t, %taskid
    mul loops, t, LOOPS * A_BYTES
    add a, a, loops
    mul loops, t, LOOPS * C_BYTES
    add c, c, loops
    li abytes, A_BYTES
    li cbytes, C_BYTES
    li m, M
    li k, K
    li n, N
    li nc, NRAM_C
    li loops, LOOPS
    ld.param t, b
    li r11, K * N * 4
    memcpy.gdram2wram r0, t, r11
again:
    memcpy.gdram2nram r0, a, abytes
    matmul.f32.f32.f32 nc, r0, r0, m, k, n, r0
    sync.compute
    memcpy.nram2gdram c, nc, cbytes
    add a, a, abytes
    add c, c, cbytes
    sub loops, loops, 1
    bne loops, r0, again
.end
.launch blocks, 32 (a, b, c)
