; fp32 GEMM ladder, MLU370-X8, step 5: as step 4 with a pipeline of three stages (load, multiply, store) over double buffers. Measured 3.824 ms in one cold launch.
.equ ROWS, 524288
.equ K, 256                   ; reduction
.equ N, 128                   ; columns of the result
.equ LOOPS, 32
.equ M, 128                    ; rows per loop
.equ A_BYTES, M * K * 4
.equ C_BYTES, M * N * 4
.buffer a, f32, ROWS * K, ramp
.buffer b, f32, K * N, ramp
.buffer c, f32, ROWS * N

.equ NRAM_C, 2 * A_BYTES

.kernel pipe3, block
.param a, b, c
.reg a, r1
.reg c, r2
.reg abytes, r3
.reg cbytes, r4
.reg m, r5
.reg k, r6
.reg n, r7
.reg l, r8
.reg loops, r9
.reg t, r10
.reg load, r11                 ; NRAM half that is being loaded
.reg use, r12                  ; half that is multiplied
.reg made, r13                 ; half of the result that is being made
.reg keep, r14                 ; half that is being stored
.reg last, r15
.reg one, r16
.reg two, r17
    ld.param a, a
    ld.param c, c
    mv.sreg t, %taskid
    mul l, t, LOOPS * A_BYTES
    add a, a, l
    mul l, t, LOOPS * C_BYTES
    add c, c, l
    li abytes, A_BYTES
    li cbytes, C_BYTES
    li m, M
    li k, K
    li n, N
    li loops, LOOPS
    li last, LOOPS + 2
    li one, 1
    li two, 2
    ld.param t, b
    li l, K * N * 4
    memcpy.gdram2wram.async r0, t, l
    li l, 0
    li load, 0
    li use, A_BYTES
    li made, NRAM_C
    li keep, NRAM_C + C_BYTES
step:
    blt l, two, no_store
    memcpy.nram2gdram.async c, keep, cbytes
    add c, c, cbytes
no_store:
    blt l, one, no_work
    blt loops, l, no_work
    matmul.f32.f32.f32 made, use, r0, m, k, n, r0
no_work:
    bge l, loops, no_load
    memcpy.gdram2nram.async load, a, abytes
    add a, a, abytes
no_load:
    sync
    mov t, load
    mov load, use
    mov use, t
    mov t, made
    mov made, keep
    mov keep, t
    add l, l, 1
    blt l, last, step
.end
.launch pipe3, 128 (a, b, c)
