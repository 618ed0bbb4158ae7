; C = A * B on warp groups of Hopper, A and B in fp16, C in fp32; B is given by columns (its transpose lies row by row). A block makes 128x64 of C: warp groups 1 and 2
; multiply 64x64 each, one warp of group 0 fills four stages of shared memory with bulk copies of boxes of 128-byte rows (64 along k), swizzled, so that eight rows meet all banks.
; Each stage has two barriers: "full" waits for the producer's arrival and the bytes of both boxes, "empty" for one arrival of each consumer warp group.
.equ M, 256
.equ N, 192
.equ K, 320                    ; multiple of 64
.equ STAGES, 4
.equ TILE_A, 128 * 128         ; bytes: rows of 128 bytes
.equ TILE_B, 64 * 128
.equ STAGE, TILE_A + TILE_B
.equ FULL, STAGES * STAGE      ; where the barriers lie, 8 bytes each
.equ EMPTY, FULL + 8 * STAGES
.buffer a, f16, M * K, random
.buffer b, f16, N * K, random
.buffer c, f32, M * N

.kernel gemm
.param a, b, c, n, k
.shared EMPTY + 8 * STAGES
.reg tid, r0
.reg warp, r1
.reg step, r2                  ; along k
.reg steps, r3
.reg stage, r4
.reg parity, r5                ; of the stage's phase: changes where stage goes around
.reg full, r6
.reg empty, r7
.reg place, r8                 ; of the stage
.reg t, r9
.reg da, r10                   ; descriptors of A and B
.reg db, r12
.reg pa, r14                   ; where the boxes come from
.reg pb, r16
.reg box, r20                  ; bytes of a row, rows, bytes from row to row, barrier
.reg pc, r24
.reg bars, r28
    s2r tid, %tid.x
    shr.u32 warp, tid, 5
    mov.b32 steps, c[k]
    shr.u32 steps, steps, 6
    mov.b32 step, 0
    mov.b32 stage, 0
    mov.b32 parity, 0
    setp.lt.and.u32 p0, tid, STAGES, pt
    mov.b32 bars, FULL
    mad.lo.s32 full, tid, 8, bars
    add.s32 empty, full, 8 * STAGES
    @p0 mbarrier.init [full], 1
    @p0 mbarrier.init [empty], 2
    bar.sync 0, 0
    setp.ge.and.u32 p0, tid, 128, pt
    @p0 bra consumer
    setp.ne.and.u32 p0, tid, 0, pt
    @p0 exit

    mov.b32 t, c[k]            ; producer: A from row 128 * ctaid.y, B from column 64 * ctaid.x
    mul.lo.s32 r22, t, 2
    s2r r9, %ctaid.y
    mul.lo.s32 r9, r9, 128
    mov.b64 pa, c[a]
    mad.wide.u32 pa, r9, r22, pa
    s2r r9, %ctaid.x
    mul.lo.s32 r9, r9, 64
    mov.b64 pb, c[b]
    mad.wide.u32 pb, r9, r22, pb
    mov.b32 r20, 128
fill:
    mad.lo.s32 r23, stage, 8, bars
    add.s32 empty, r23, 8 * STAGES
    xor.b32 t, parity, 1       ; the phase before the first counts as over
room:
    mbarrier.try_wait.parity p1, [empty], t
    @!p1 bra room
    mbarrier.arrive.expect_tx [r23], STAGE
    mul.lo.s32 place, stage, STAGE
    mov.b32 r21, 128
    cp.async.bulk.box.swizzle_128b [place], [pa], box
    add.s32 place, place, TILE_A
    mov.b32 r21, 64
    cp.async.bulk.box.swizzle_128b [place], [pb], box
    add.s64 pa, pa, 128
    add.s64 pb, pb, 128
    add.s32 stage, stage, 1
    setp.eq.and.s32 p1, stage, STAGES, pt
    @p1 xor.b32 parity, parity, 1
    @p1 mov.b32 stage, 0
    add.s32 step, step, 1
    setp.lt.and.s32 p1, step, steps, pt
    @p1 bra fill
    exit

consumer:
    shr.u32 warp, warp, 2      ; which of the two: 64 rows of A each
    sub.s32 warp, warp, 1
    and.b32 t, tid, 127
    setp.eq.and.u32 p2, t, 0, pt
    and.pred p3, pt, !pt       ; the first product adds to nothing
    mov.b32 r11, 0x40000000 + 1024 / 16   ; swizzle of 128 bytes; eight rows after eight 1024 bytes
    mov.b32 r13, r11
    wgmma.fence
multiply:
    mad.lo.s32 full, stage, 8, bars
ready:
    mbarrier.try_wait.parity p1, [full], parity
    @!p1 bra ready
    mul.lo.s32 place, stage, STAGE
    mad.lo.s32 r10, warp, 64 * 128, place
    shr.u32 r10, r10, 4
    add.s32 r12, place, TILE_A
    shr.u32 r12, r12, 4
    wgmma.ss.m64n64k16.f32.f16 r32, da, db, p3
    add.s32 r10, r10, 2        ; 16 elements along k further
    add.s32 r12, r12, 2
    or.pred p3, pt, pt
    wgmma.ss.m64n64k16.f32.f16 r32, da, db, p3
    add.s32 r10, r10, 2
    add.s32 r12, r12, 2
    wgmma.ss.m64n64k16.f32.f16 r32, da, db, p3
    add.s32 r10, r10, 2
    add.s32 r12, r12, 2
    wgmma.ss.m64n64k16.f32.f16 r32, da, db, p3
    wgmma.commit_group
    wgmma.wait_group 0
    add.s32 empty, full, 8 * STAGES
    @p2 mbarrier.arrive [empty]
    add.s32 stage, stage, 1
    setp.eq.and.s32 p1, stage, STAGES, pt
    @p1 xor.b32 parity, parity, 1
    @p1 mov.b32 stage, 0
    add.s32 step, step, 1
    setp.lt.and.s32 p1, step, steps, pt
    @p1 bra multiply

    s2r t, %ctaid.y            ; row 128 * ctaid.y + 64 * group + 16 * warp of the group + lane / 4, column 64 * ctaid.x + 2 * (lane mod 4)
    mul.lo.s32 t, t, 128
    mad.lo.s32 t, warp, 64, t
    shr.u32 r8, tid, 5
    and.b32 r8, r8, 3
    mad.lo.s32 t, r8, 16, t
    s2r r8, %laneid
    shr.u32 r8, r8, 2
    add.s32 t, t, r8
    mul.lo.s32 t, t, c[n]
    s2r r8, %ctaid.x
    mad.lo.s32 t, r8, 64, t
    s2r r8, %laneid
    and.b32 r8, r8, 3
    mad.lo.s32 t, r8, 2, t
    mov.b64 pc, c[c]
    mad.wide.u32 pc, t, 4, pc
    mov.b32 t, c[n]
    mad.wide.u32 r26, t, 32, pc ; eight rows below
    st.global.b64 [pc], r32
    st.global.b64 [r26], r34
    st.global.b64 [pc + 32], r36
    st.global.b64 [r26 + 32], r38
    st.global.b64 [pc + 64], r40
    st.global.b64 [r26 + 64], r42
    st.global.b64 [pc + 96], r44
    st.global.b64 [r26 + 96], r46
    st.global.b64 [pc + 128], r48
    st.global.b64 [r26 + 128], r50
    st.global.b64 [pc + 160], r52
    st.global.b64 [r26 + 160], r54
    st.global.b64 [pc + 192], r56
    st.global.b64 [r26 + 192], r58
    st.global.b64 [pc + 224], r60
    st.global.b64 [r26 + 224], r62
    exit
.end

.launch gemm, grid N / 64, M / 128, block 384 (a, b, c, N, K)
