; z = x + y in fp32, a grid-stride loop: thread i adds elements i, i + threads, i + 2 * threads ... Neighbouring lanes read neighbouring words, so each
; access of a warp is one line of 128 bytes. Bound by device memory: 3 x 4 bytes move for every addition.
.equ N, 200000                 ; elements; no multiple of the threads
.equ BLOCKS, 160
.equ THREADS, 256
.buffer x, f32, N, random
.buffer y, f32, N, random
.buffer z, f32, N

.kernel vecadd
.param x, y, z, n
.reg i, r0                     ; element
.reg stride, r1                ; threads of the grid
.reg t, r2
.reg u, r3
.reg px, r4                    ; pairs: addresses of the element
.reg py, r6
.reg pz, r8
.reg vx, r10
.reg vy, r11
    s2r t, %ctaid.x
    s2r u, %ntid.x
    s2r i, %tid.x
    mad.lo.s32 i, t, u, i
    s2r t, %nctaid.x
    mul.lo.s32 stride, t, u
    mov.b64 px, c[x]
    mov.b64 py, c[y]
    mov.b64 pz, c[z]
    mad.wide.u32 px, i, 4, px
    mad.wide.u32 py, i, 4, py
    mad.wide.u32 pz, i, 4, pz
    bssy b0, done
again:
    setp.ge.and.u32 p0, i, c[n], pt
    @p0 bra done
    ld.global.b32 vx, [px]
    ld.global.b32 vy, [py]
    add.f32 vx, vx, vy
    st.global.b32 [pz], vx
    add.s32 i, i, stride
    mad.wide.u32 px, stride, 4, px
    mad.wide.u32 py, stride, 4, py
    mad.wide.u32 pz, stride, 4, pz
    bra again
done:
    bsync b0
    exit
.end
.launch vecadd, grid BLOCKS, block THREADS (x, y, z, N)
