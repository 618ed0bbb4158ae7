using System.Collections.Immutable;

namespace AccelSim.Traces.Tests;

/// <summary>Traces of three kernels as one meets them: a vector sum, a chain of dependent FFMA, and a loop over tiles of a matrix product with HMMA.</summary>
internal static class SampleTraces
{
    private const uint All = uint.MaxValue;

    /// <summary>c = a + b, one element a thread.</summary>
    public static TraceModel VectorAdd(int blocks, int threads) => Kernel(blocks, threads, (block, warp) =>
    {
        var at = 4ul * (ulong)((block * threads) + (warp * 32));
        return
        [
            Op(0x000, "MOV", [1], []),
            Op(0x010, "S2R", [6], []),
            Op(0x020, "S2R", [3], []),
            Op(0x030, "IMAD", [6], [6, 255, 3]),
            Op(0x040, "ISETP.GE.AND", [], [6]),
            Op(0x050, "IMAD.WIDE", [2], [6, 7]),
            Memory(0x060, "LDG.E.SYS", [4], [2], 4, 0x7f0000000000 + at, 4),
            Memory(0x070, "LDG.E.SYS", [5], [2], 4, 0x7f0000100000 + at, 4),
            Op(0x080, "FADD", [9], [4, 5]),
            Memory(0x090, "STG.E.SYS", [], [2, 9], 4, 0x7f0000200000 + at, 4),
            Op(0x0a0, "EXIT", [], []),
        ];
    });

    /// <summary>A chain of FFMA that each need the one before.</summary>
    public static TraceModel FfmaChain(int blocks, int threads, int length) => Kernel(blocks, threads, (_, _) =>
    [
        Op(0x000, "MOV", [1], []),
        .. Enumerable.Range(0, length).Select(i => Op(0x10 + (16 * (uint)(i % 64)), "FFMA", [0], [0, 2, 3])),
        Op(0x500, "EXIT", [], []),
    ]);

    /// <summary>Tiles through shared memory into the tensor core.</summary>
    public static TraceModel HmmaTiles(int blocks, int threads, int tiles) => Kernel(blocks, threads, (block, warp) =>
    [
        Op(0x000, "S2R", [0], []),
        .. Enumerable.Range(0, tiles).SelectMany(tile => new[]
        {
            Memory(0x020, "LDG.E.128.SYS", [8], [2], 16, 0x7f0000000000 + (ulong)(((block * tiles) + tile) * 65536) + (512ul * (ulong)warp), 16),
            Memory(0x030, "STS.128", [], [4, 8], 16, 512ul * (ulong)warp, 16),
            Op(0x040, "BAR.SYNC", [], []),
            Memory(0x050, "LDSM.16.M88.4", [12], [4], 16, 512ul * (ulong)warp, 16),
            Memory(0x060, "LDS.U.64", [16], [4], 8, 0x2000 + (256ul * (ulong)warp), 8),
            Op(0x070, "HMMA.16816.F32", [20], [12, 16, 20]),
            Op(0x080, "HMMA.16816.F32", [24], [12, 16, 24]),
            Op(0x090, "BAR.SYNC", [], []),
            Op(0x0a0, "BRA", [], []),
        }),
        Memory(0x0b0, "STG.E.128.SYS", [], [2, 20], 16, 0x7f0010000000 + (512ul * (ulong)((block * 8) + warp)), 16),
        Op(0x0c0, "EXIT", [], []),
    ]);

    private static TraceModel Kernel(int blocks, int threads, Func<int, int, ImmutableArray<ModelInstruction>> warp) =>
        new(blocks, threads, [.. Enumerable.Range(0, blocks).Select(block => new ModelBlock(block, [.. Enumerable.Range(0, (threads + 31) / 32).Select(index => warp(block, index))]))]);

    private static ModelInstruction Op(uint pc, string opcode, ImmutableArray<byte> destinations, ImmutableArray<byte> sources) =>
        new(pc, All, destinations, opcode, sources, 0, ModelAddresses.None, [.. new ulong[32]], 0);

    private static ModelInstruction Memory(uint pc, string opcode, ImmutableArray<byte> destinations, ImmutableArray<byte> sources, int width, ulong first, long stride) =>
        new(pc, All, destinations, opcode, sources, width, ModelAddresses.Stride, ModelInstruction.Affine(All, first, stride), 0);
}
