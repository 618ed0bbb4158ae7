namespace AccelSim.Chips.Simt;

/// <summary>The blocks of a trace on their way to the SMs: read in the order in which they are placed, and used again when they have ended.</summary>
internal sealed class TracedBlocks(ISimtTrace trace)
{
    private readonly Stack<SimtTracedBlock> _free = [];

    /// <summary>The next block.</summary>
    public SimtTracedBlock Read(SimtCode code)
    {
        var block = _free.TryPop(out var free) ? free : new SimtTracedBlock();
        trace.Read(block);
        code.Extend();
        return block;
    }

    /// <summary>Reads over blocks.</summary>
    public void Skip(long blocks, SimtCode code)
    {
        for (; blocks > 0; blocks--)
        {
            Return(Read(code));
        }
    }

    /// <summary>A block has ended.</summary>
    public void Return(SimtTracedBlock block) => _free.Push(block);
}
