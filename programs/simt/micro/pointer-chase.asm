; One thread follows a ring of pointers: the latency of whatever level the ring fits in.
; `init` writes a ring of N pointers that are STRIDE bytes apart; `chase` follows it N times (at least) to warm the caches, then again between two
; readings of the clock: out[0] is the cycles of STEPS dependent loads. Four loads an iteration, so that the loop hides behind them.
; Ring of 1 MiB: L2. Change N for other levels (128 B each).

.equ STRIDE, 128
.equ N, 8192
.equ STEPS, 8192
.buffer ring, u8, N * STRIDE
.buffer out, u32, 16

.kernel init
.param base
    s2r r0, %ctaid.x
    s2r r1, %tid.x
    s2r r2, %ntid.x
    mad.lo.s32 r0, r0, r2, r1
    add.s32 r3, r0, 1
    setp.lt.and.s32 p1, r3, N, pt
    sel.b32 r3, r3, rz, p1
    mov.b64 r4, c[base]
    mad.wide.s32 r6, r0, STRIDE, r4
    mad.wide.s32 r8, r3, STRIDE, r4
    setp.lt.and.s32 p0, r0, N, pt
    @p0 st.global.b64 [r6], r8
    exit
.end

.kernel chase
.param base, out
    mov.b64 r4, c[base]
    mov.b32 r0, 0
warm:
    ld.global.b64 r4, [r4]
    ld.global.b64 r4, [r4]
    ld.global.b64 r4, [r4]
    ld.global.b64 r4, [r4]
    add.s32 r0, r0, 4
    setp.lt.and.s32 p0, r0, STEPS, pt
    @p0 bra warm
    mov.b32 r0, 0
    and.b32 r7, r4, 0
    s2r r10, %clock
loop:
    ld.global.b64 r4, [r4]
    ld.global.b64 r4, [r4]
    ld.global.b64 r4, [r4]
    ld.global.b64 r4, [r4]
    add.s32 r0, r0, 4
    setp.lt.and.s32 p0, r0, STEPS, pt
    @p0 bra loop
    and.b32 r7, r4, 0
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r12, c[out]
    st.global.b32 [r12], r10
    exit
.end

.launch init, grid (N + 255) / 256, block 256 (ring)
.launch chase, grid 1, block 1 (ring, out)
