; fp32 GEMM ladder, MLU370-M8 at 1.3 GHz, step 2: one core, operands and accumulator in NRAM. Measured 193.940 ms for 128 rows: 23.12 ns = 30.06 cycles per inner iteration.
; This program does ROWS rows of 256 x 256.
.equ ROWS, 4
.equ K, 256
.equ N, 256
.equ NRAM_A, 0
.equ NRAM_B, 128K
.equ NRAM_C, 384K
.buffer a, f32, 32K, ramp
.buffer b, f32, K * N, ramp
.buffer c, f32, 128 * N

.kernel scalar_nram, block
.param a, b, c, rows
.reg pa, r1
.reg pb, r2
.reg pc, r3
.reg rows, r4
.reg k, r5
.reg i, r6
.reg j, r7
.reg t, r8
.reg x, r9
.reg y, r10
.reg sum, r11
.reg qa, r12
.reg qb, r13
.reg n, r14
.reg size, r15
    li pa, NRAM_A
    ld.param x, a
    li size, 128K
    memcpy.gdram2nram.async pa, x, size
    li pb, NRAM_B
    ld.param x, b
    li size, K * N * 4
    memcpy.gdram2nram.async pb, x, size
    sync.io
    ld.param rows, rows
    li pc, NRAM_C
    li k, K
    li n, N
    li i, 0
row:
    li j, 0
    li pb, NRAM_B
column:
    li t, 0
    mov qa, pa
    mov qb, pb
inner:
    ld.nram.f32 x, [qa + 0]
    ld.nram.f32 y, [qb + 0]
    ld.nram.f32 sum, [pc + 0]
    ffma.f32 sum, x, y, sum
    st.nram.f32 sum, [pc + 0]
    add qa, qa, 4
    add qb, qb, N * 4
    add t, t, 1
    blt t, k, inner
    add pc, pc, 4
    add pb, pb, 4
    add j, j, 1
    blt j, n, column
    add pa, pa, K * 4
    add i, i, 1
    blt i, rows, row
    li pc, NRAM_C
    ld.param x, c
    li size, 128 * N * 4
    memcpy.nram2gdram.async x, pc, size
    sync.io
.end
.launch scalar_nram, 1 (a, b, c, ROWS)
