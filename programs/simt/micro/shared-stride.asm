; One warp reads shared memory at a stride of S words, 64 times: bank conflicts. out[0] is the cycles; at stride 1 they are those of the loads alone.
; On 32 banks of 4 bytes a stride of S words takes gcd(S, 32) passes.

.equ S, 8
.buffer out, u32, 16

.kernel stride
.param out
.shared 32 * 32 * 4
    s2r r0, %tid.x
    mul.lo.s32 r0, r0, 4 * S
    and.b32 r0, r0, 4095
    mov.b32 r1, 0
    and.b32 r2, r0, 0
    s2r r10, %clock
loop:
    ld.shared.b32 r4, [r0]
    ld.shared.b32 r5, [r0]
    ld.shared.b32 r6, [r0]
    ld.shared.b32 r7, [r0]
    add.s32 r1, r1, 4
    setp.lt.and.s32 p0, r1, 64, pt
    @p0 bra loop
    add.s32 r4, r4, r5
    add.s32 r6, r6, r7
    add.s32 r4, r4, r6
    and.b32 r4, r4, 0
    s2r r11, %clock
    sub.s32 r10, r11, r10
    mov.b64 r12, c[out]
    setp.eq.and.s32 p0, r0, 0, pt
    @p0 st.global.b32 [r12], r10
    exit
.end

.launch stride, grid 1, block 32 (out)
