using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Mlu;

/// <summary>
/// What the compiler needs to know of a chip, taken from its description once: capacities in bytes, rates per core cycle, and the fixed costs of
/// starting operations.
/// </summary>
public sealed record MluTarget
{
    /// <summary>Reads a chip description for a storage type.</summary>
    /// <param name="chip">Chip.</param>
    /// <param name="type">Element type of activations and weights.</param>
    /// <exception cref="CompileException">The chip's matrix unit has no mode for the type.</exception>
    public MluTarget(MluChip chip, MluDataType type)
    {
        Chip = chip;
        Type = type;
        var format = type switch { MluDataType.F16 => MacFormat.Fp16, MluDataType.BF16 => MacFormat.Bf16, _ => MacFormat.Fp32 };
        var peak = chip.Core.Matrix.PeakMacsPerCycle(format);
        if (peak == 0)
        {
            var modes = string.Join(", ", chip.Core.Matrix.Formats.Select(mode => mode.ToString().ToLowerInvariant()));
            throw new CompileException($"{chip.Name} has no {format.ToString().ToLowerInvariant()} mode in its matrix unit (it has {modes}); choose another --precision or chip", null);
        }

        Lanes = chip.Core.Matrix is LaneMatrixSpec lanes ? lanes.Lanes : 64;
        MacsPerLane = Math.Max(1, (int)(peak / Lanes));
        TensorStart = chip.Core.Matrix.StartOverhead.Count;
        VectorStart = chip.Core.Vector.StartOverhead.Count;
        VectorBytesPerCycle = chip.Core.Vector.BytesPerCycle.Bytes;
        Nram = chip.Core.Nram.UsableBytes;
        Wram = chip.Core.Wram.UsableBytes;
        Sram = chip.Sram?.UsableBytes ?? 0;
        var io = chip.Core.Dma.Values.First(engine => engine.Paths.ContainsKey(new MemoryPath("gdram", "nram")));
        CopyStart = io.StartOverhead.Count;
        CopyBytesPerCycle = io.Paths[new MemoryPath("gdram", "nram")].Bytes;
        LaunchCycles = (chip.Launch.KernelStart.Femtoseconds + chip.Launch.KernelDrain.Femtoseconds) * (double)chip.Clock.Hertz / 1e15;
        DramBytesPerCycle = chip.Peaks.DramBandwidth.BytesPerSecond / (double)chip.Clock.Hertz;
    }

    /// <summary>The description.</summary>
    public MluChip Chip { get; }

    /// <summary>Element type of activations and weights in device memory.</summary>
    public MluDataType Type { get; }

    /// <summary>Bytes of an element of <see cref="Type"/>.</summary>
    public int ElementBytes => Type.Bits() / 8;

    /// <summary>Compute cores.</summary>
    public int Cores => Chip.Cores;

    /// <summary>Compute cores per cluster.</summary>
    public int CoresPerCluster => Chip.CoresPerCluster;

    /// <summary>Output channels computed at once.</summary>
    public int Lanes { get; }

    /// <summary>Input channels per lane and cycle.</summary>
    public int MacsPerLane { get; }

    /// <summary>Cycles before a tensor operation's first product.</summary>
    public long TensorStart { get; }

    /// <summary>Cycles before a vector operation's first element.</summary>
    public long VectorStart { get; }

    /// <summary>Vector throughput.</summary>
    public long VectorBytesPerCycle { get; }

    /// <summary>Usable neuron memory of a core.</summary>
    public long Nram { get; }

    /// <summary>Usable weight memory of a core.</summary>
    public long Wram { get; }

    /// <summary>Usable shared memory of a cluster.</summary>
    public long Sram { get; }

    /// <summary>Cycles before a copy's first byte.</summary>
    public long CopyStart { get; }

    /// <summary>Bytes per cycle of a core's copy engine.</summary>
    public long CopyBytesPerCycle { get; }

    /// <summary>Device memory bandwidth in bytes per core cycle.</summary>
    public double DramBytesPerCycle { get; }

    /// <summary>Core cycles that a kernel's start and end take.</summary>
    public double LaunchCycles { get; }

    /// <summary>True when weights can be staged through the cluster's shared memory by its memory core.</summary>
    public bool CanShareWeights => Sram > 0 && Chip.MemoryCore is not null && CoresPerCluster > 1;

    /// <summary>Cycles of one pass of a vector operation over <paramref name="bytes"/>.</summary>
    public double VectorCycles(long bytes) => VectorStart + Math.Ceiling(bytes / (double)VectorBytesPerCycle);

    /// <summary>Cycles of a convolution on the lanes. [lane formula: ceil(Co/64) * ceil(Ci/(MAC/64)) * Kh * Kw * Ho * Wo]</summary>
    public double ConvCycles(long co, long ci, long window, long pixels) =>
        TensorStart + ((double)((co + Lanes - 1) / Lanes) * ((ci + MacsPerLane - 1) / MacsPerLane) * window * pixels);
}
