; fp32 GEMM ladder, MLU370-M8 at 1.3 GHz, step 1: one core, operands and accumulator in device memory. Measured 5280.594 ms for 128 rows: 629.5 ns per inner iteration.
; This program does one row of 256 x 256; time is proportional to the rows.
.equ K, 256
.equ N, 256
.buffer a, f32, 32K, ramp
.buffer b, f32, 64K, ramp
.buffer c, f32, 32K

.kernel scalar_gdram, block
.param a, b, c, columns
.reg pa, r1
.reg pb, r2
.reg pc, r3
.reg columns, r4
.reg n, r5
.reg j, r7
.reg t, r8
.reg x, r9
.reg y, r10
.reg sum, r11
.reg qb, r13
    ld.param pb, b
    ld.param pc, c
    ld.param columns, columns
    li n, K
    li j, 0
column:
    li t, 0
    ld.param pa, a
    mov qb, pb
inner:
    ld.gdram.f32 x, [pa + 0]
    ld.gdram.f32 y, [qb + 0]
    ld.gdram.f32 sum, [pc + 0]
    ffma.f32 sum, x, y, sum
    st.gdram.f32 sum, [pc + 0]
    add pa, pa, 4
    add qb, qb, N * 4
    add t, t, 1
    blt t, n, inner
    add pc, pc, 4
    add pb, pb, 4
    add j, j, 1
    blt j, columns, column
.end
.launch scalar_gdram, 1 (a, b, c, N)
