using System.Numerics;

namespace AccelSim.Traces.Kernels;

/// <summary>
/// The instructions of one thread block, warp by warp. Meant to be filled again and again: its arrays grow to the largest block and are kept.
/// </summary>
public sealed class TraceBlock
{
    /// <summary>Most executed warp instructions of a block: half a gigabyte of them.</summary>
    public const int MaxInstructions = 32 << 20;

    /// <summary>Most addresses of a block: a gigabyte of them.</summary>
    public const int MaxAddresses = 128 << 20;

    private (int Start, int Count)[] _warps = [];
    private TraceInstruction[] _instructions = [];
    private ulong[] _addresses = [];
    private int _addressCount;

    /// <summary>Index of the block along x.</summary>
    public int X { get; private set; }

    /// <summary>Index of the block along y.</summary>
    public int Y { get; private set; }

    /// <summary>Index of the block along z.</summary>
    public int Z { get; private set; }

    /// <summary>Warps of the block; those that the trace leaves out have no instructions.</summary>
    public int Warps { get; private set; }

    /// <summary>Executed warp instructions of all warps.</summary>
    public int Count { get; private set; }

    /// <summary>The instructions that a warp executed, in order.</summary>
    public ReadOnlySpan<TraceInstruction> Warp(int warp)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warp);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warp, Warps);
        return _instructions.AsSpan(_warps[warp].Start, _warps[warp].Count);
    }

    /// <summary>Writes the address of every lane, 0 where a lane takes no part.</summary>
    /// <param name="instruction">An instruction of this block that accesses memory.</param>
    /// <param name="lanes">Room for 32 addresses.</param>
    public void Addresses(in TraceInstruction instruction, Span<ulong> lanes)
    {
        lanes = lanes[..TraceHeader.WarpWidth];
        lanes.Clear();
        var affine = TryAffine(instruction, out var address, out var stride);
        var next = instruction.Address;
        for (var mask = instruction.Mask; mask != 0 && instruction.Addressing != TraceAddressing.None; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            lanes[lane] = affine ? address : _addresses[next++];
            address = unchecked(address + (ulong)stride);
        }
    }

    /// <summary>True where the addresses are equally spaced from the first active lane to the last, without gaps, and were written that way.</summary>
    /// <param name="instruction">An instruction of this block.</param>
    /// <param name="first">Address of the first active lane.</param>
    /// <param name="stride">Distance from lane to lane in bytes.</param>
    public bool TryAffine(in TraceInstruction instruction, out ulong first, out long stride)
    {
        var affine = instruction.Addressing == TraceAddressing.Stride;
        (first, stride) = affine ? (_addresses[instruction.Address], (long)_addresses[instruction.Address + 1]) : (0, 0);
        return affine;
    }

    /// <summary>Empties the block for the next one.</summary>
    internal void Begin(int warps)
    {
        (X, Y, Z, Count, _addressCount, Warps) = (0, 0, 0, 0, 0, warps);
        if (_warps.Length < warps)
        {
            _warps = new (int, int)[warps];
        }

        Array.Clear(_warps);
    }

    internal void Place(int x, int y, int z) => (X, Y, Z) = (x, y, z);

    /// <summary>Instructions added from now on are the warp's.</summary>
    internal void BeginWarp(int warp) => _warps[warp] = (Count, 0);

    /// <summary>Adds an instruction to the current warp; false where the block is full.</summary>
    internal bool TryAdd(int warp, in TraceInstruction instruction)
    {
        if (Count == MaxInstructions)
        {
            return false;
        }

        Grow(ref _instructions, Count, MaxInstructions);
        _instructions[Count++] = instruction;
        _warps[warp].Count++;
        return true;
    }

    /// <summary>Where the next address will be.</summary>
    internal int NextAddress => _addressCount;

    /// <summary>Adds an address; false where the block is full.</summary>
    internal bool TryAddAddress(ulong address)
    {
        if (_addressCount == MaxAddresses)
        {
            return false;
        }

        Grow(ref _addresses, _addressCount, MaxAddresses);
        _addresses[_addressCount++] = address;
        return true;
    }

    private static void Grow<T>(ref T[] array, int count, int most)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, Math.Min(most, Math.Max(256, 2 * count)));
        }
    }
}
