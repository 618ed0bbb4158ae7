using System.Collections.Immutable;
using System.Numerics;

namespace AccelSim.Traces.Tests;

/// <summary>A trace as plain data, to write one and to hold what was read against it.</summary>
internal sealed record TraceModel(int GridX, int Threads, ImmutableArray<ModelBlock> Blocks)
{
    public int TracerVersion { get; init; } = 4;

    public bool Lines { get; init; }

    public int Warps => (Threads + 31) / 32;

    public bool SameAs(TraceModel other) => GridX == other.GridX && Threads == other.Threads && Blocks.Length == other.Blocks.Length && Blocks.Zip(other.Blocks).All(pair => pair.First.SameAs(pair.Second));
}

/// <summary>A thread block: the instructions of each warp.</summary>
internal sealed record ModelBlock(int X, ImmutableArray<ImmutableArray<ModelInstruction>> Warps)
{
    public bool SameAs(ModelBlock other) => X == other.X && Warps.Length == other.Warps.Length
        && Warps.Zip(other.Warps).All(pair => pair.First.Length == pair.Second.Length && pair.First.Zip(pair.Second).All(line => line.First.SameAs(line.Second)));
}

/// <summary>How the writer puts down the addresses.</summary>
internal enum ModelAddresses
{
    None,
    List,
    ListOfAllLanes,
    Stride,
    Deltas,
}

/// <summary>One executed instruction; the addresses are those of all 32 lanes, 0 where a lane takes no part.</summary>
internal sealed record ModelInstruction(uint Pc, uint Mask, ImmutableArray<byte> Destinations, string Opcode, ImmutableArray<byte> Sources, int Width, ModelAddresses Mode, ImmutableArray<ulong> Addresses, long Immediate)
{
    public bool SameAs(ModelInstruction other) => (Pc, Mask, Opcode, Width, Immediate) == (other.Pc, other.Mask, other.Opcode, other.Width, other.Immediate)
        && Destinations.SequenceEqual(other.Destinations) && Sources.SequenceEqual(other.Sources) && Addresses.SequenceEqual(other.Addresses);

    /// <summary>The lanes from the first active one, equally spaced.</summary>
    public static ImmutableArray<ulong> Affine(uint mask, ulong first, long stride) =>
        [.. Enumerable.Range(0, 32).Select(lane => (mask >> lane & 1) != 0 ? unchecked(first + ((ulong)(lane - BitOperations.TrailingZeroCount(mask)) * (ulong)stride)) : 0)];
}
