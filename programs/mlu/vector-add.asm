; z = x + y in fp32, the first program people write for such a chip: 32 cores (MLU370-X4), each with its share of the elements, three stages
; (load, add, store) over double buffers. Bound by device memory: 3 x 4 bytes move for every addition.
.equ TILE, 48K                 ; bytes of one operand in NRAM
.equ LOOPS, 8                  ; tiles per task
.buffer x, f32, 32 * LOOPS * TILE / 4, random
.buffer y, f32, 32 * LOOPS * TILE / 4, random
.buffer z, f32, 32 * LOOPS * TILE / 4

.kernel vector_add, block
.param x, y, z
.reg x, r1
.reg y, r2
.reg z, r3
.reg tile, r4
.reg l, r5
.reg loops, r6
.reg last, r7
.reg load, r8                  ; half that is being loaded: x, then y behind it
.reg use, r9                   ; half that is added
.reg t, r10
.reg one, r11
.reg two, r12
.reg count, r13
.reg made, r14                 ; half of the result that is being made
.reg keep, r15                 ; half that is being stored
.reg second, r16
    ld.param x, x
    ld.param y, y
    ld.param z, z
    mv.sreg t, %taskid
    mul t, t, LOOPS * TILE
    add x, x, t
    add y, y, t
    add z, z, t
    li tile, TILE
    li count, TILE / 4
    li loops, LOOPS
    li last, LOOPS + 2
    li load, 0
    li use, 2 * TILE
    li made, 4 * TILE
    li keep, 5 * TILE
    li one, 1
    li two, 2
    li l, 0
step:
    blt l, two, no_store
    memcpy.nram2gdram.async z, keep, tile
    add z, z, tile
no_store:
    blt l, one, no_work
    blt loops, l, no_work
    add second, use, tile
    vadd.f32 made, use, second, count
no_work:
    bge l, loops, no_load
    add second, load, tile
    memcpy.gdram2nram.async load, x, tile
    memcpy.gdram2nram.async second, y, tile
    add x, x, tile
    add y, y, tile
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
.launch vector_add, 32 (x, y, z)
