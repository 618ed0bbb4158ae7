; Bandwidth: every core reads its part of a buffer into two halves of NRAM in turn and waits for each copy, as the loops of mlu-ops issue #24 do.
.equ CHUNK, 128K
.equ CHUNKS, 16
.equ CORES, 64
.buffer a, f32, CORES * CHUNKS * CHUNK / 4, ramp

.kernel stream_read, block
.param a
.reg a, r1
.reg size, r2
.reg n, r3
.reg i, r4
.reg p, r5
.reg q, r6
.reg t, r7
    ld.param a, a
    mv.sreg t, %taskid
    mul t, t, CHUNKS * CHUNK
    add a, a, t
    li size, CHUNK
    li n, CHUNKS
    li i, 0
    li p, 0
    li q, CHUNK
step:
    memcpy.gdram2nram.async p, a, size
    add a, a, size
    sync
    mov t, p
    mov p, q
    mov q, t
    add i, i, 1
    blt i, n, step
.end
.launch stream_read, CORES (a)
