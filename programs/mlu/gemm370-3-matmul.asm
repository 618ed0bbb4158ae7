; fp32 GEMM ladder, MLU370-M8 at 1.3 GHz, step 3: one core, 128 x 256 x 256 in one matrix instruction. Measured 61 us in one cold launch.
.equ M, 128
.equ K, 256
.equ N, 256
.equ NRAM_C, 128K
.buffer a, f32, M * K, ramp
.buffer b, f32, K * N, ramp
.buffer c, f32, M * N

.kernel matmul_core, block
.param a, b, c
.reg p, r1
.reg size, r2
.reg m, r3
.reg k, r4
.reg n, r5
.reg nc, r6
    ld.param p, a
    li size, M * K * 4
    memcpy.gdram2nram.async r0, p, size
    ld.param p, b
    li size, K * N * 4
    memcpy.gdram2wram.async r0, p, size
    sync.io
    li m, M
    li k, K
    li n, N
    li nc, NRAM_C
    matmul.f32.f32.f32 nc, r0, r0, m, k, n, r0
    sync.compute
    ld.param p, c
    li size, M * N * 4
    memcpy.nram2gdram.async p, nc, size
    sync.io
.end
.launch matmul_core, 1 (a, b, c)
