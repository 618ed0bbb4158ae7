; Reading and writing on MLU290: 64 cores, two tiles in and one out, three stages over double buffers, no arithmetic to speak of.
; Measured about 600 GB/s in all (mlu-ops issue #27). This program moves 384 MiB.
.equ TILE, 64K
.equ LOOPS, 32
.buffer x, i8, 64 * LOOPS * TILE, ramp
.buffer y, i8, 64 * LOOPS * TILE, ramp
.buffer z, i8, 64 * LOOPS * TILE

.kernel add, block
.param x, y, z
.reg x, r1
.reg y, r2
.reg z, r3
.reg tile, r4
.reg l, r5
.reg loops, r6
.reg last, r7
.reg load, r8
.reg use, r9
.reg t, r10
.reg u, r11
.reg one, r12
.reg two, r13
.reg count, r14
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
    li one, 1
    li two, 2
    li l, 0
step:
    blt l, two, no_store
    memcpy.nram2gdram.async z, load, tile     ; the half that was used two steps ago
    add z, z, tile
no_store:
    blt l, one, no_work
    blt loops, l, no_work
    add u, use, TILE
    vmax.f32 use, use, u, count
no_work:
    bge l, loops, no_load
    add u, load, TILE
    memcpy.gdram2nram.async load, x, tile     ; same queue as the store: in order after it
    memcpy.gdram2nram.async u, y, tile
    add x, x, tile
    add y, y, tile
no_load:
    sync
    mov t, load
    mov load, use
    mov use, t
    add l, l, 1
    blt l, last, step
.end
.launch add, 64 (x, y, z)
