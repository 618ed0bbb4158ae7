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

    /// <summary>
    /// Stream it is on: it waits for the kernel before it there, and shares the chip with kernels of other streams. Null: it waits for all before it, and
    /// all behind it wait for it.
    /// </summary>
    public int? Stream { get; init; }

    /// <summary>Of kernels that run at once, blocks of those with more are placed first; of equal ones those of the kernel that began first.</summary>
    public int Priority { get; init; }

    /// <summary>Further kernels that it waits for.</summary>
    public IReadOnlyList<SimtKernelRun> After { get; init; } = [];

    /// <summary>How its waves are sampled; null to simulate every block.</summary>
    public SampleRule? Sample { get; init; }

    /// <summary>Shared memory of a block beside what the kernel declares, bytes.</summary>
    public int DynamicSharedBytes { get; init; }
}
