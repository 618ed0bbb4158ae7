; Element-wise e^x - 1 on all cores of an MLU370-X4, three stages over double buffers: load, compute, store (mlu-ops PR #147, a smaller tensor).
.equ CHUNK, 160K                ; four buffers fill the usable NRAM
.equ CHUNKS, 12
.equ CORES, 32
.buffer a, f32, CORES * CHUNKS * CHUNK / 4, random
.buffer c, f32, CORES * CHUNKS * CHUNK / 4
.equ NRAM_C, 2 * CHUNK

.kernel expm1, block
.param a, c
.reg a, r1
.reg c, r2
.reg size, r3
.reg n, r4
.reg i, r5
.reg load, r6
.reg use, r7
.reg made, r8
.reg keep, r9
.reg t, r10
.reg count, r11
.reg minus, r12
.reg one, r13
.reg two, r14
.reg last, r15
    ld.param a, a
    ld.param c, c
    mv.sreg t, %taskid
    mul t, t, CHUNKS * CHUNK
    add a, a, t
    add c, c, t
    li size, CHUNK
    li count, CHUNK / 4
    li minus, 0xBF800000           ; -1.0
    li n, CHUNKS
    li last, CHUNKS + 2
    li one, 1
    li two, 2
    li i, 0
    li load, 0
    li use, CHUNK
    li made, NRAM_C
    li keep, NRAM_C + CHUNK
step:
    blt i, two, no_store
    memcpy.nram2gdram.async c, keep, size
    add c, c, size
no_store:
    blt i, one, no_work
    blt n, i, no_work
    vexp.f32 made, use, count
    vadd.s.f32 made, made, minus, count
no_work:
    bge i, n, no_load
    memcpy.gdram2nram.async load, a, size
    add a, a, size
no_load:
    sync
    mov t, load
    mov load, use
    mov use, t
    mov t, made
    mov made, keep
    mov keep, t
    add i, i, 1
    blt i, last, step
.end
.launch expm1, CORES (a, c)
