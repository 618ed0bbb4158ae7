; A chain of bulk copies: each brings 16 bytes into shared memory, the first 8 of which say where the next is. One thread walks STEPS links of a ring of N
; lines of 128 bytes, which another kernel made, after once round it. out[0] / STEPS is the cycles of a link: a load from the same place, the copy engine, the barrier, shared memory.

.equ N, 8192
.equ STEPS, 2048
.buffer ring, i64, 16 * N
.buffer out, u32, 16

.kernel link                   ; ring[i] points 4099 lines further, around the end
.param ring
    s2r r0, %ctaid.x
    s2r r1, %tid.x
    mad.lo.s32 r0, r0, 256, r1
    add.s32 r1, r0, 4099
    and.b32 r1, r1, N - 1
    mov.b64 r2, c[ring]
    mad.wide.u32 r4, r1, 128, r2
    mad.wide.u32 r2, r0, 128, r2
    st.global.b64 [r2], r4
    exit
.end

.kernel chase
.param ring, out, steps
.shared 32
.reg p, r2                     ; where the next link is
.reg size, r4                  ; of a copy, and the barrier behind it
.reg bar, r5
.reg parity, r6
    mov.b64 p, c[ring]
    mov.b32 size, 16
    mov.b32 bar, 16
    mov.b32 parity, 0
    mov.b32 r7, 0
    mbarrier.init [bar], 1
    s2r r10, %clock
loop:
    mbarrier.arrive.expect_tx [bar], 16
    cp.async.bulk [rz], [p], size
wait:
    mbarrier.try_wait.parity p0, [bar], parity
    @!p0 bra wait
    ld.shared.b64 p, [rz]
    xor.b32 parity, parity, 1
    add.s32 r7, r7, 1
    setp.lt.and.s32 p1, r7, c[steps], pt
    @p1 bra loop
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r12, c[out]
    st.global.b32 [r12], r10
    exit
.end

.launch link, grid N / 256, block 256 (ring)
.launch chase, grid 1, block 1 (ring, out, N)        ; fills the L2
.launch chase, grid 1, block 1 (ring, out, STEPS)
