; GEMM ladder, MLU270, step 2: as step 1, operands in NRAM, sums compensated (Kahan).
; Measured 1311.53 ms for 256 rows: 78.2 cycles per inner iteration. This program does ROWS of them.
.equ ROWS, 4
.equ N, 256
.buffer a, f16, 64K, ramp
.buffer b, f16, 64K, ramp
.buffer c, f16, 64K
.equ NRAM_A, 0
.equ NRAM_B, 128K
.equ NRAM_C, 256K

.kernel scalar_nram, block
.param a, b, c, rows
.reg rows, r4
.reg n, r5
.reg i, r6
.reg j, r7
.reg t, r8
.reg x, r9
.reg y, r10
.reg sum, r11
.reg qa, r12
.reg qb, r13
.reg lost, r14
.reg total, r15
.reg pa, r16
.reg pb, r17
.reg pc, r18
.reg size, r19
    ld.param rows, rows
    li n, N
    li size, 128K
    ld.param x, a
    li pa, NRAM_A
    memcpy.gdram2nram pa, x, size
    ld.param x, b
    li pb, NRAM_B
    memcpy.gdram2nram pb, x, size
    li pc, NRAM_C
    li i, 0
row:
    li j, 0
    li pb, NRAM_B
column:
    li t, 0
    li sum, 0
    li lost, 0
    mov qa, pa
    mov qb, pb
inner:
    ld.nram.f16 x, [qa + 0]
    ld.nram.f16 y, [qb + 0]
    fmul.f16 x, x, y
    fsub.f16 x, x, lost
    fadd.f16 total, sum, x
    fsub.f16 lost, total, sum
    fsub.f16 lost, lost, x
    mov sum, total
    add qa, qa, 2
    add qb, qb, 512
    add t, t, 1
    blt t, n, inner
    st.nram.f16 sum, [pc + 0]
    add pc, pc, 2
    add pb, pb, 2
    add j, j, 1
    blt j, n, column
    add pa, pa, 512
    add i, i, 1
    blt i, rows, row
    li pc, NRAM_C
    ld.param x, c
    memcpy.nram2gdram x, pc, size
.end
.launch scalar_nram, 1 (a, b, c, ROWS)
