using System.Numerics;
using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What the warps of one block executed. Filled again and again: its arrays grow to the largest block and are kept.</summary>
public sealed class SimtTracedBlock
{
    private const int Smallest = 64;
    private (int Start, int End)[] _warps = [];
    private SimtTracedStep[] _steps = new SimtTracedStep[Smallest];
    private long[] _addresses = new long[Smallest];
    private int _count;
    private int _addressCount;

    /// <summary>Number in the grid, x running fastest.</summary>
    public long Index { get; private set; }

    /// <summary>Instructions of all warps.</summary>
    public int Count => _count;

    internal SimtTracedStep[] Steps => _steps;

    /// <summary>Empties the block.</summary>
    public void Begin(long index, int warps)
    {
        (Index, _count, _addressCount) = (index, 0, 0);
        if (_warps.Length < warps)
        {
            _warps = new (int, int)[warps];
        }
    }

    /// <summary>What is added until <see cref="EndWarp"/> is the warp's; nothing else is between.</summary>
    public void BeginWarp(int warp) => _warps[warp] = (_count, _count);

    /// <summary>Adds an instruction.</summary>
    public void Add(in SimtTracedStep step)
    {
        Grow(ref _steps, _count);
        _steps[_count++] = step;
    }

    /// <summary>Adds an address in device memory, or a distance; returns its place.</summary>
    public int AddAddress(long address)
    {
        Grow(ref _addresses, _addressCount);
        _addresses[_addressCount] = address;
        return _addressCount++;
    }

    /// <summary>The warp is complete; its last instruction ends it.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public void EndWarp(int warp)
    {
        _warps[warp].End = _count;
        if (_warps[warp].Start == _count)
        {
            throw new InvalidOperationException("a warp needs an instruction that ends it");
        }
    }

    /// <summary>First instruction of a warp, and the one after its last.</summary>
    internal (int Start, int End) Warp(int warp) => _warps[warp];

    /// <summary>The addresses of the active lanes.</summary>
    internal void Addresses(in SimtTracedStep step, ref SimtAddresses lanes)
    {
        var mask = step.Mask;
        if (step.IsStride || step.Address < 0)
        {
            var (address, stride) = step.Address < 0 ? (0L, 0L) : (_addresses[step.Address], _addresses[step.Address + 1]);
            for (; mask != 0; mask &= mask - 1)
            {
                lanes[BitOperations.TrailingZeroCount(mask)] = address;
                address += stride;
            }

            return;
        }

        for (var next = step.Address; mask != 0; mask &= mask - 1)
        {
            lanes[BitOperations.TrailingZeroCount(mask)] = _addresses[next++];
        }
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, 2 * count);
        }
    }
}
