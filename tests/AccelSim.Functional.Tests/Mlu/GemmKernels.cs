using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Tests.Mlu;

/// <summary>
/// C[128,32] = A[128,16] x B[16,32] in fp32, as the tutorial kernels do it: rows in blocks of 8 through two buffers, weights once into WRAM; A lies at 0
/// of device memory, B at 16 KB, C at 32 KB.
/// </summary>
internal static class GemmKernels
{
    private const int M = 128, K = 16, N = 32, B = 16 << 10, C = 32 << 10;

    /// <summary>Each task takes 32 rows: load of the next block, product of this one and store of the one before overlap.</summary>
    public static MluKernel DoubleBuffered { get; } = Assemble("""
        .kernel double_buffered, block
            li r1, 512              ; bytes of a block of A: 8 x 16 x 4
            li r2, 1024             ; bytes of a block of C: 8 x 32 x 4
            li r3, 2048             ; bytes of B
            li r4, 16384            ; B
            mv.sreg r5, %taskid
            shl r6, r5, 11          ; A of this task: 32 x 16 x 4
            shl r7, r5, 12          ; C of this task: 32 x 32 x 4
            add r7, r7, 32768
            li r8, 4                ; blocks
            li r9, 0                ; this half of A: 0 or 1024
            li r10, 4096            ; this half of C: 4096 or 6144
            li r11, 8
            li r12, 16
            li r13, 32
            memcpy.gdram2wram.async r0, r4, r3
            memcpy.gdram2nram.async r9, r6, r1
            sync.io
        block:
            sub r8, r8, 1
            add r6, r6, r1
            xor r14, r9, 1024
            beq r8, r0, last
            memcpy.gdram2nram.async r14, r6, r1
        last:
            matmul.f32.f32.f32 r10, r9, r0, r11, r12, r13, r0
            sync.compute
            memcpy.nram2gdram.async r7, r10, r2
            sync.io
            add r7, r7, r2
            xor r9, r9, 1024
            xor r10, r10, 6144
            bne r8, r0, block
        """);

    /// <summary>One union: the memory core brings B into SRAM and the rows of A block by block, the four cores share each block.</summary>
    public static MluKernel ThroughSram { get; } = Assemble("""
        .kernel through_sram, union1, memcore
            li r3, 2048             ; bytes of B, and of four blocks of A
            li r4, 16384            ; B
            li r8, 4                ; rounds
            li r9, 8192             ; this half of A in SRAM: 8192 or 10240
            mv.sreg r5, %coreid
            li r6, 128
            beq r5, r6, memory
            shl r6, r5, 9           ; this core's rows in a round
            shl r7, r5, 10
            add r7, r7, 32768
            li r1, 512
            li r2, 1024
            li r10, 4096
            li r11, 8
            li r12, 16
            li r13, 32
            barrier.cluster
            memcpy.sram2wram.async r0, r0, r3       ; the next barrier drains it
        round:
            sub r8, r8, 1
            barrier.cluster
            add r14, r9, r6
            memcpy.sram2nram.async r0, r14, r1
            sync.move
            matmul.f32.f32.f32 r10, r0, r0, r11, r12, r13, r0
            sync.compute
            memcpy.nram2gdram.async r7, r10, r2     ; drained by the next barrier
            add r7, r7, 4096
            xor r9, r9, 2048
            bne r8, r0, round
            halt
        memory:
            memcpy.gdram2sram.async r0, r4, r3      ; drained by the barrier
            barrier.cluster
            li r6, 0
        feed:
            sub r8, r8, 1
            memcpy.gdram2sram.async r9, r6, r3
            barrier.cluster
            add r6, r6, r3
            xor r9, r9, 2048
            bne r8, r0, feed
        """);

    public static int Tasks(MluKernel kernel) => kernel.TaskType.IsBlock ? 4 : 4 * kernel.TaskType.Clusters;

    public static byte[] Device()
    {
        var device = new byte[C + (M * N * 4)];
        for (var i = 0; i < M * K; i++)
        {
            Element.Write(device, 0, MluDataType.F32, i, (i % 7) - 3);
        }

        for (var i = 0; i < K * N; i++)
        {
            Element.Write(device, B, MluDataType.F32, i, (i % 5) - 2);
        }

        return device;
    }

    public static double[] Result(byte[] device) => [.. Enumerable.Range(0, M * N).Select(i => Element.Read(device, C, MluDataType.F32, i))];

    public static double[] Expected() =>
        [.. Enumerable.Range(0, M * N).Select(i => Enumerable.Range(0, K).Sum(k => (double)(((((i / N) * K) + k) % 7) - 3) * ((((k * N) + (i % N)) % 5) - 2)))];

    private static MluKernel Assemble(string source) => MluAssembler.Assemble(source).Kernels[0];
}
