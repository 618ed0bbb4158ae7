using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A kernel with its extents and arguments, as it is handed to the chip.</summary>
public sealed record SimtLaunchRequest
{
    public required SimtProgram Program { get; init; }

    /// <summary>What the warps execute; null where they execute the program. The program then has no code and says what a block needs.</summary>
    public ISimtTrace? Trace { get; init; }

    /// <summary>Blocks.</summary>
    public required SimtExtent Grid { get; init; }

    /// <summary>Threads of a block.</summary>
    public required SimtExtent Block { get; init; }

    /// <summary>64-bit launch arguments.</summary>
    public ReadOnlyMemory<ulong> Arguments { get; init; }

    /// <summary>True where device memory holds only what decides addresses and branches; nothing else is computed.</summary>
    public bool ControlOnly { get; init; }

    /// <summary>How its waves are sampled; null to simulate every block.</summary>
    public SampleRule? Sample { get; init; }

    /// <summary>Shared memory of a block beside what the kernel declares, bytes.</summary>
    public int DynamicSharedBytes { get; init; }
}
