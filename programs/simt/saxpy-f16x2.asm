; y = a * x + y in fp16, eight elements a thread: one 16-byte load of each vector, four packed multiply-adds, one store. Half the bytes of fp32 for the
; same elements, and two elements for every lane of the half pipe.
.equ N, 65536                  ; elements, a multiple of 8
.equ THREADS, 256
.equ A, 0x3e00                 ; 1.5 as fp16
.buffer x, f16, N, random
.buffer y, f16, N, random

.kernel saxpy
.param x, y, a, n
.reg i, r0                     ; group of eight elements
.reg t, r1
.reg a, r2                     ; the factor in both halves
.reg px, r4
.reg py, r6
    s2r t, %ctaid.x
    s2r r3, %ntid.x
    s2r i, %tid.x
    mad.lo.s32 i, t, r3, i
    shl.b32 t, i, 3
    setp.ge.and.u32 p0, t, c[n], pt
    @p0 exit
    mov.b32 a, c[a]
    prmt.b32 a, a, 0x1010, rz
    mov.b64 px, c[x]
    mov.b64 py, c[y]
    mad.wide.u32 px, i, 16, px
    mad.wide.u32 py, i, 16, py
    ld.global.b128 r8, [px]
    ld.global.b128 r12, [py]
    fma.f16x2 r12, r8, a, r12
    fma.f16x2 r13, r9, a, r13
    fma.f16x2 r14, r10, a, r14
    fma.f16x2 r15, r11, a, r15
    st.global.b128 [py], r12
    exit
.end
.launch saxpy, grid N / 8 / THREADS, block THREADS (x, y, A, N)
