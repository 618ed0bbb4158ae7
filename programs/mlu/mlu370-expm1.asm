; expm1 in fp32 on MLU370-X4: 32 cores, three stages over double buffers.
; Measured 7887.5 us for 1.845 GB read and written = 234 GB/s, 76.2 % of peak (mlu-ops pull request #147).
; This program moves a tenth of that; time is proportional.
.equ TILE, 96K
.equ LOOPS, 29
.buffer x, f32, 32 * LOOPS * TILE / 4, ramp
.buffer z, f32, 32 * LOOPS * TILE / 4

.kernel expm1, block
.param x, z
.reg x, r1
.reg z, r3
.reg tile, r4
.reg l, r5
.reg loops, r6
.reg last, r7
.reg load, r8
.reg use, r9
.reg t, r10
.reg one, r12
.reg two, r13
.reg count, r14
.reg unit, r15
.reg made, r16
.reg keep, r17
    ld.param x, x
    ld.param z, z
    mv.sreg t, %taskid
    mul t, t, LOOPS * TILE
    add x, x, t
    add z, z, t
    li tile, TILE
    li count, TILE / 4
    li unit, f32(1.0)
    li loops, LOOPS
    li last, LOOPS + 2
    li load, 0
    li use, TILE
    li made, 2 * TILE
    li keep, 3 * TILE
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
    vexp.f32 made, use, count
    vsub.s.f32 made, made, unit, count
no_work:
    bge l, loops, no_load
    memcpy.gdram2nram.async load, x, tile
    add x, x, tile
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
.launch expm1, 32 (x, z)
