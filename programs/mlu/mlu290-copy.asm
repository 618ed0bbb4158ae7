; Bandwidth: every core loads a chunk while it stores the one before, from and to device memory, as the loops of mlu-ops issues #24 and #27 do.
.equ CHUNK, 128K
.equ CHUNKS, 16
.equ CORES, 64
.buffer a, f32, CORES * CHUNKS * CHUNK / 4, ramp
.buffer c, f32, CORES * CHUNKS * CHUNK / 4

.kernel stream_copy, block
.param a, c
.reg a, r1
.reg size, r2
.reg n, r3
.reg i, r4
.reg p, r5
.reg q, r6
.reg t, r7
.reg c, r8
.reg one, r9
.reg last, r10
    ld.param a, a
    ld.param c, c
    mv.sreg t, %taskid
    mul t, t, CHUNKS * CHUNK
    add a, a, t
    add c, c, t
    li size, CHUNK
    li n, CHUNKS
    li last, CHUNKS + 1
    li one, 1
    li i, 0
    li p, 0
    li q, CHUNK
step:
    bge i, n, no_load
    memcpy.gdram2nram.async p, a, size
    add a, a, size
no_load:
    blt i, one, no_store
    memcpy.nram2gdram.async c, q, size
    add c, c, size
no_store:
    sync
    mov t, p
    mov p, q
    mov q, t
    add i, i, 1
    blt i, last, step
.end
.launch stream_copy, CORES (a, c)
