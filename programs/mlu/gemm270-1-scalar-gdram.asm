; GEMM ladder, MLU270, step 1: one core, operands in device memory, one multiply-add at a time.
; Measured 4193.76 ms for 256 rows: 250 ns per inner iteration. This program does ROWS of them; time is proportional.
; Structure after the public BANG C GEMM tutorial (docs/validation.md); own code.
.equ ROWS, 1
.equ N, 256
.buffer a, f16, 64K, ramp
.buffer b, f16, 64K, ramp
.buffer c, f16, 64K

.kernel scalar_gdram, block
.param a, b, c, rows
.reg pa, r1
.reg pb, r2
.reg pc, r3
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
    ld.param pa, a
    ld.param pc, c
    ld.param rows, rows
    li n, N
    li i, 0
row:
    li j, 0
    ld.param pb, b
column:
    li t, 0
    li sum, 0
    mov qa, pa
    mov qb, pb
inner:
    ld.gdram.f16 x, [qa + 0]
    ld.gdram.f16 y, [qb + 0]
    fmul.f16 x, x, y
    fadd.f16 sum, sum, x
    add qa, qa, 2
    add qb, qb, 512
    add t, t, 1
    blt t, n, inner
    st.gdram.f16 sum, [pc + 0]
    add pc, pc, 2
    add pb, pb, 2
    add j, j, 1
    blt j, n, column
    add pa, pa, 512
    add i, i, 1
    blt i, rows, row
.end
.launch scalar_gdram, 1 (a, b, c, ROWS)
