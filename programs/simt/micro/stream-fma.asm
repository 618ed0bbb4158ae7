; 25 fused multiply-adds for each of 4 M numbers that are read and written: 6.25 flops a byte, as gpu-benches/gpu-roofline with 24 iterations.
; Device memory and the fp32 lanes are both busy: for the power of a chip at work.

.equ N, 4194304
.equ BLOCKS, 864
.equ THREADS, 256
.buffer x, f32, N
.buffer y, f32, N

.kernel fma
.param x, y, n
.reg i, r0
.reg stride, r1
.reg t, r2
.reg u, r3
.reg px, r4
.reg py, r6
.reg v, r10
.reg w, r11
    s2r t, %ctaid.x
    s2r u, %ntid.x
    s2r i, %tid.x
    mad.lo.s32 i, t, u, i
    s2r t, %nctaid.x
    mul.lo.s32 stride, t, u
    mov.b64 px, c[x]
    mov.b64 py, c[y]
    mad.wide.u32 px, i, 4, px
    mad.wide.u32 py, i, 4, py
    mov.b32 w, 0x3f800000
    bssy b0, done
again:
    setp.ge.and.u32 p0, i, c[n], pt
    @p0 bra done
    ld.global.b32 v, [px]
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    fma.f32 v, v, v, w
    st.global.b32 [py], v
    add.s32 i, i, stride
    mad.wide.u32 px, stride, 4, px
    mad.wide.u32 py, stride, 4, py
    bra again
done:
    bsync b0
    exit
.end

.launch fma, grid BLOCKS, block THREADS (x, y, N)
