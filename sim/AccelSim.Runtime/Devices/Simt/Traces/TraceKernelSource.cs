using System.Numerics;
using AccelSim.Chips.Simt;
using AccelSim.Traces;
using AccelSim.Traces.Kernels;

namespace AccelSim.Runtime.Simt;

/// <summary>A kernel's trace as the chip's model asks for it, block by block.</summary>
internal sealed class TraceKernelSource : ISimtTrace, IDisposable
{
    /// <summary>Local memory of a thread that is told apart, bytes: addresses beyond wrap around.</summary>
    public const int LocalBytes = 16 << 10;

    private const ulong SharedMask = (1 << 24) - 1;

    private readonly TraceReader _reader;
    private readonly TraceAddresses _addresses;
    private readonly TraceCodeTable _table;
    private readonly TraceBlock _block = new();
    private readonly ulong[] _lanes = new ulong[TraceHeader.WarpWidth];

    public TraceKernelSource(TraceReader reader, TraceAddresses addresses)
    {
        (_reader, _addresses) = (reader, addresses);
        _table = new TraceCodeTable(reader.Header.Name, reader.Code);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SimtTracedInstruction> Code => _table.Code;

    /// <inheritdoc/>
    public void Read(SimtTracedBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (!_reader.ReadBlock(_block))
        {
            throw new InvalidOperationException("more blocks were asked for than the grid has");
        }

        var grid = _reader.Header.Grid;
        block.Begin(_block.X + ((long)grid.X * (_block.Y + ((long)grid.Y * _block.Z))), _block.Warps);
        for (var warp = 0; warp < _block.Warps; warp++)
        {
            block.BeginWarp(warp);
            var steps = _block.Warp(warp);
            foreach (ref readonly var step in steps)
            {
                block.Add(Step(step, block));
            }

            if (steps.IsEmpty || !_table.Ends(steps[^1].Code))
            {
                block.Add(new SimtTracedStep(TraceCodeTable.End, uint.MaxValue, -1, false));
            }

            block.EndWarp(warp);
        }

        if (_reader.Blocks == grid.Count)
        {
            // Behind the last block the file must end, and every opcode be known.
            _reader.ReadBlock(_block);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private SimtTracedStep Step(in TraceInstruction step, SimtTracedBlock block)
    {
        if (step.Addressing == TraceAddressing.None || step.Mask == 0)
        {
            return new SimtTracedStep(_table.NumberOf(step.Code, TraceSpace.Global), step.Mask, -1, false);
        }

        var affine = _block.TryAffine(step, out var first, out var stride);
        if (!affine)
        {
            _block.Addresses(step, _lanes);
            first = _lanes[BitOperations.TrailingZeroCount(step.Mask)];
        }

        var space = SpaceOf(step, first);
        var code = _table.NumberOf(step.Code, space);
        var last = unchecked(first + ((ulong)stride * (ulong)(BitOperations.PopCount(step.Mask) - 1)));
        if (affine && Stays(space, first, last))
        {
            var at = block.AddAddress(Place(space, first));
            block.AddAddress(stride);
            return new SimtTracedStep(code, step.Mask, at, true);
        }

        if (affine)
        {
            _block.Addresses(step, _lanes);
        }

        return new SimtTracedStep(code, step.Mask, List(step.Mask, space, block), false);
    }

    /// <summary>True where the distance between first and last is the same in the chip's memory.</summary>
    private static bool Stays(TraceSpace space, ulong first, ulong last) => space switch
    {
        TraceSpace.Shared => (first & ~SharedMask) == (last & ~SharedMask),
        TraceSpace.Global => TraceAddresses.ShareAPage(first, last),
        _ => false,
    };

    private int List(uint mask, TraceSpace space, SimtTracedBlock block)
    {
        var start = -1;
        for (; mask != 0; mask &= mask - 1)
        {
            var at = block.AddAddress(Place(space, _lanes[BitOperations.TrailingZeroCount(mask)]));
            start = start < 0 ? at : start;
        }

        return start;
    }

    private TraceSpace SpaceOf(in TraceInstruction step, ulong address)
    {
        var opcode = _reader.Code.Opcodes[_reader.Code[step.Code].Opcode];
        return opcode.IsGeneric ? _reader.Header.SpaceOf(address) : TraceCodeTable.SpaceOf(opcode.Timing);
    }

    private long Place(TraceSpace space, ulong address) => space switch
    {
        // Banks of shared memory repeat: only the lower bits matter, and they need not be beyond the block's share.
        TraceSpace.Shared => (long)(address & SharedMask),
        TraceSpace.Local => (long)((address - _reader.Header.LocalBase) % LocalBytes),
        _ => _addresses.Place(address),
    };
}
