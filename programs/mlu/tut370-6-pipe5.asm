; fp32 GEMM ladder, MLU370-X8, step 6: UNION1, five stages through SRAM (fetch, load, multiply, drain, store). Measured 4.073 ms in one cold launch.
; The memory core of a cluster moves the blocks of all four cores between device memory and SRAM.
.equ K, 256                   ; reduction
.equ N, 128                   ; columns of the result
.equ LOOPS, 32                 ; outer loops of a cluster
.equ GROUP_A, 128 * K * 4      ; bytes a cluster fetches per outer loop
.equ GROUP_C, 128 * N * 4      ; bytes it stores
.equ M, 16                     ; rows of one multiplication
.equ CORE_A, M * K * 4
.equ CORE_C, M * N * 4
.equ SRAM_A, 0
.equ SRAM_C, 2 * GROUP_A
.equ SRAM_B, 2 * GROUP_A + 2 * GROUP_C
.equ NRAM_C, 2 * CORE_A
.equ GROUPS, 128
.buffer a, f32, GROUPS * LOOPS * 128 * K, ramp
.buffer b, f32, K * N, ramp
.buffer c, f32, GROUPS * LOOPS * 128 * N

.kernel pipe5, union1, memcore
.param a, b, c
.reg a, r1
.reg c, r2
.reg l, r3
.reg t, r4
.reg core, r5
.reg ga, r6
.reg gc, r7
.reg asize, r8
.reg csize, r9
.reg m, r10
.reg k, r11
.reg n, r12
.reg fetch, r13                ; SRAM half of A being fetched
.reg use, r14                  ; SRAM half of A in use
.reg made, r15                 ; SRAM half of C being made
.reg keep, r16                 ; SRAM half of C being stored
.reg i, r17
.reg src, r18
.reg dst, r19
.reg load, r20                 ; NRAM half being loaded
.reg work, r21                 ; NRAM half being multiplied
.reg out, r22                  ; NRAM half of the result being made
.reg drain, r23                ; NRAM half being drained
.reg loops, r24
.reg last, r25
.reg one, r26
.reg two, r27
.reg three, r28
.reg four, r29
    mv.sreg core, %coreid
    mv.sreg t, %taskidy
    ld.param a, a
    ld.param c, c
    mul l, t, LOOPS * GROUP_A
    add a, a, l
    mul l, t, LOOPS * GROUP_C
    add c, c, l
    li ga, GROUP_A
    li gc, GROUP_C
    li asize, CORE_A
    li csize, CORE_C
    li m, M
    li k, K
    li n, N
    li one, 1
    li two, 2
    li three, 3
    li four, 4
    li loops, LOOPS
    li last, LOOPS + 2
    li dst, SRAM_B
    li src, K * N * 4
    li t, 0x80
    beq core, t, memory_core
    barrier.cluster
    memcpy.sram2wram r0, dst, src
    li fetch, SRAM_A
    li use, SRAM_A + GROUP_A
    li made, SRAM_C
    li keep, SRAM_C + GROUP_C
    li l, 0
outer:
    blt l, one, no_inner
    blt loops, l, no_inner
    mul src, core, 2 * CORE_A
    add src, src, use
    mul dst, core, 2 * CORE_C
    add dst, dst, made
    li load, 0
    li work, CORE_A
    li out, NRAM_C
    li drain, NRAM_C + CORE_C
    li i, 0
inner:
    bge i, two, no_load
    memcpy.sram2nram.async load, src, asize
    add src, src, asize
no_load:
    blt i, one, no_work
    bge i, three, no_work
    matmul.f32.f32.f32 out, work, r0, m, k, n, r0
no_work:
    blt i, two, no_drain
    memcpy.nram2sram.async dst, drain, csize
    add dst, dst, csize
no_drain:
    sync.move.compute
    mov t, load
    mov load, work
    mov work, t
    mov t, out
    mov out, drain
    mov drain, t
    add i, i, 1
    blt i, four, inner
no_inner:
    barrier.cluster
    mov t, fetch
    mov fetch, use
    mov use, t
    mov t, made
    mov made, keep
    mov keep, t
    add l, l, 1
    blt l, last, outer
    halt
memory_core:
    ld.param t, b
    memcpy.gdram2sram dst, t, src
    barrier.cluster
    li fetch, SRAM_A
    li use, SRAM_A + GROUP_A
    li made, SRAM_C
    li keep, SRAM_C + GROUP_C
    li l, 0
stage:
    bge l, loops, no_fetch
    memcpy.gdram2sram.async fetch, a, ga
    add a, a, ga
no_fetch:
    blt l, two, no_store
    memcpy.sram2gdram.async c, keep, gc
    add c, c, gc
no_store:
    barrier.cluster
    mov t, fetch
    mov fetch, use
    mov use, t
    mov t, made
    mov made, keep
    mov keep, t
    add l, l, 1
    blt l, last, stage
.end
.launch pipe5, 4, GROUPS (a, b, c)
