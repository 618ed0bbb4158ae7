using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Sizes of the memories that a core can address, in bytes; what bounds checks are made against.</summary>
/// <param name="Nram">Neuron memory of a core.</param>
/// <param name="Wram">Weight memory of a core.</param>
/// <param name="Sram">Shared memory of a cluster.</param>
/// <param name="Ldram">Private memory of a core in device memory.</param>
/// <param name="Gdram">Device memory.</param>
public sealed record MluMemorySizes(long Nram, long Wram, long Sram, long Ldram, long Gdram)
{
    /// <summary>Size of a space.</summary>
    public long Of(MluSpace space) => space switch
    {
        MluSpace.Gdram => Gdram,
        MluSpace.Ldram => Ldram,
        MluSpace.Nram => Nram,
        MluSpace.Wram => Wram,
        _ => Sram,
    };
}

/// <summary>
/// The contents of the memories one core can reach. NRAM, WRAM and LDRAM are its own; the SRAMs are those of its union in cluster order, shared
/// with the other cores there; GDRAM is the device's.
/// </summary>
/// <param name="Nram">Neuron memory.</param>
/// <param name="Wram">Weight memory.</param>
/// <param name="Ldram">Private memory.</param>
/// <param name="Srams">Shared memory of each cluster of the union.</param>
/// <param name="Cluster">Which of <paramref name="Srams"/> is the core's own.</param>
/// <param name="Gdram">Device memory.</param>
public sealed record MluCoreMemory(byte[] Nram, byte[] Wram, byte[] Ldram, byte[][] Srams, int Cluster, byte[] Gdram)
{
    /// <summary>The bytes of a space.</summary>
    /// <param name="space">Space.</param>
    /// <param name="cluster">For SRAM: cluster of the union, or -1 for the own one.</param>
    public byte[] Of(MluSpace space, int cluster = -1) => space switch
    {
        MluSpace.Gdram => Gdram,
        MluSpace.Ldram => Ldram,
        MluSpace.Nram => Nram,
        MluSpace.Wram => Wram,
        _ => Srams[cluster < 0 ? Cluster : cluster],
    };
}

/// <summary>Architectural state of one core that runs one task of a kernel.</summary>
public sealed class MluCoreState
{
    private readonly long[] _gpr = new long[MluInstructionSet.RegisterCount];

    /// <summary>Registers; number 0 stays zero.</summary>
    public Span<long> Gpr => _gpr;

    /// <summary>Index of the next instruction.</summary>
    public int Pc { get; set; }

    /// <summary>Which task and where.</summary>
    public MluTask Task { get; private set; }

    /// <summary>Launch arguments, 64-bit words.</summary>
    public ReadOnlyMemory<long> Arguments { get; private set; }

    /// <summary>Memory contents, or null when only time is wanted: loads then give zero.</summary>
    public MluCoreMemory? Memory { get; private set; }

    /// <summary>Sizes that addresses are checked against.</summary>
    public MluMemorySizes Sizes { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>Prepares the state for a task: registers zero, first instruction.</summary>
    public void Start(MluTask task, ReadOnlyMemory<long> arguments, MluMemorySizes sizes, MluCoreMemory? memory)
    {
        Task = task;
        Arguments = arguments;
        Sizes = sizes;
        Memory = memory;
        Pc = 0;
        Array.Clear(_gpr);
    }
}
