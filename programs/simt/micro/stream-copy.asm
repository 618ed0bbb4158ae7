; Copies 32 MiB with 16 bytes a thread and step, blocks stepping over the grid: the bandwidth of device memory, both ways.
; Fewer or smaller blocks show what occupancy it takes to hide the latency (Little's law).

.equ BYTES, 32M
.equ BLOCKS, 640
.equ THREADS, 256
.equ STEP, BLOCKS * THREADS * 16
.buffer source, u8, BYTES, random
.buffer target, u8, BYTES

.kernel copy
.param from, to
    s2r r0, %ctaid.x
    s2r r1, %tid.x
    mad.lo.s32 r0, r0, THREADS, r1
    mov.b64 r2, c[from]
    mov.b64 r4, c[to]
    mad.wide.s32 r2, r0, 16, r2
    mad.wide.s32 r4, r0, 16, r4
    shl.b32 r1, r0, 4
loop:
    ld.global.b128 r8, [r2]
    add.s32 r1, r1, STEP
    setp.lt.and.s32 p0, r1, BYTES, pt
    add.s64 r2, r2, STEP
    st.global.b128 [r4], r8
    add.s64 r4, r4, STEP
    @p0 bra loop
    exit
.end

.launch copy, grid BLOCKS, block THREADS (source, target)
