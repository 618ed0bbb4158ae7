; A warp whose lanes take 1 to 32 turns of a loop, beside one whose lanes all take 32: a warp runs as long as its longest
; lane, and each lane that leaves the loop before the others pays for the bsync it goes to.
; out[0] cycles of the even warp, out[1] of the uneven one.

.buffer out, u32, 16

.kernel turns
.param out
    s2r r0, %laneid
    s2r r3, %warpid
    mov.b32 r2, 32
    add.s32 r4, r0, 1
    setp.eq.and.s32 p1, r3, 1, pt
    sel.b32 r2, r4, r2, p1
    mov.b32 r1, 0
    s2r r10, %clock
    bssy b0, join
loop:
    add.s32 r1, r1, 1
    setp.lt.and.s32 p0, r1, r2, pt
    @p0 bra loop
join:
    bsync b0
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r12, c[out]
    mad.wide.s32 r12, r3, 4, r12
    setp.eq.and.s32 p0, r0, 0, pt
    @p0 st.global.b32 [r12], r10
    exit
.end

.launch turns, grid 1, block 64 (out)
