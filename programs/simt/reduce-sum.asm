; Sum of a vector of 32-bit integers: each thread adds elements with a grid-stride loop, each warp folds its lanes with shuffles, each block its warps
; through shared memory, and one atomic addition for every block reaches the result. Integers, so that the order of the blocks does not matter.
.equ N, 100000
.equ BLOCKS, 40
.equ THREADS, 128
.equ WARPS, THREADS / 32
.buffer x, i32, N, random
.buffer total, i32, 1

.kernel reduce
.param x, total, n
.shared 4 * WARPS
.reg i, r0
.reg stride, r1
.reg t, r2
.reg sum, r3
.reg p, r4
.reg v, r6
.reg lane, r7
.reg warp, r8
.reg u, r9
    s2r t, %ctaid.x
    s2r u, %ntid.x
    s2r i, %tid.x
    s2r lane, %laneid
    s2r warp, %warpid
    mad.lo.s32 i, t, u, i
    s2r t, %nctaid.x
    mul.lo.s32 stride, t, u
    mov.b32 sum, 0
    mov.b64 p, c[x]
    mad.wide.u32 p, i, 4, p
    bssy b0, added
again:
    setp.ge.and.u32 p0, i, c[n], pt
    @p0 bra added
    ld.global.b32 v, [p]
    add.s32 sum, sum, v
    add.s32 i, i, stride
    mad.wide.u32 p, stride, 4, p
    bra again
added:
    bsync b0
    shfl.down v, sum, 16
    add.s32 sum, sum, v
    shfl.down v, sum, 8
    add.s32 sum, sum, v
    shfl.down v, sum, 4
    add.s32 sum, sum, v
    shfl.down v, sum, 2
    add.s32 sum, sum, v
    shfl.down v, sum, 1
    add.s32 sum, sum, v
    setp.eq.and.u32 p0, lane, 0, pt
    shl.b32 t, warp, 2
    @p0 st.shared.b32 [t], sum
    bar.sync 0, 0
    setp.ne.or.u32 p1, warp, 0, !p0      ; all but the first lane of the first warp
    @p1 exit
    ld.shared.b128 r12, [rz]
    add.s32 r12, r12, r13
    add.s32 r14, r14, r15
    add.s32 r12, r12, r14
    mov.b64 p, c[total]
    red.global.add.u32 [p], r12
    exit
.end
.launch reduce, grid BLOCKS, block THREADS (x, total, N)
