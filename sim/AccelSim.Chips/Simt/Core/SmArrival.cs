using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>Something that reaches an SM at a known cycle: data, or a block.</summary>
internal readonly struct SmArrival(long cycle, long order, int token, byte sectors, bool fromDram, SimtKernelRun? run, long block) : IPrecedes<SmArrival>
{
    public long Cycle { get; } = cycle;

    public int Token { get; } = token;

    public byte Sectors { get; } = sectors;

    public bool FromDram { get; } = fromDram;

    /// <summary>The kernel of a block; null for data.</summary>
    public SimtKernelRun? Run { get; } = run;

    /// <summary>Number of the block.</summary>
    public long Block { get; } = block;

    private long Order { get; } = order;

    public bool Precedes(in SmArrival other) => Cycle < other.Cycle || (Cycle == other.Cycle && Order < other.Order);
}
