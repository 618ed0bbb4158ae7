using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Mlu;

/// <summary>
/// What the compiler needs to know of a chip, taken from its description once: capacities in bytes, rates per core cycle, and the fixed costs of
/// starting operations. Nothing of the description itself is kept, so that chips with equal targets get the same program.
/// </summary>
public sealed record MluTarget : CompilerView
{
    /// <summary>Reads a chip description for a storage type.</summary>
    /// <param name="chip">Chip.</param>
    /// <param name="type">Element type of activations and weights.</param>
    /// <exception cref="CompileException">The chip's matrix unit has no mode for the type.</exception>
    public MluTarget(MluChip chip, MluDataType type)
    {
        Program = ProgramTarget.Of(chip);
        (Cores, CoresPerCluster, Clusters, Dies) = (chip.Cores, chip.CoresPerCluster, chip.Clusters, chip.Dies);
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
        HasMemoryCore = Sram > 0 && chip.MemoryCore is not null;
        Copy = CopyRates.Of(chip.Core.Dma.Values, "gdram", "nram") ?? throw new CompileException($"{chip.Name} has no way from device memory to NRAM", null);
        Move = CopyRates.Of(chip.Core.Dma.Values, "sram", "nram");
        MemoryCopy = CopyRates.Of(chip.MemoryCore?.Dma.Values, "gdram", "sram");
        Pass = CopyRates.Of(chip.MemoryCore?.Dma.Values, "sram", "sram");
        MaxUnion = HasMemoryCore && Pass is not null ? Math.Min(chip.MaxUnion, chip.Clusters) : 1;
        SramBytesPerCycle = chip.Sram?.PeakBytesPerCycle ?? 0;
        SramLatency = chip.Sram?.Latency.Count ?? 0;
        var port = chip.Network.ClusterPort;
        PortBytesPerCycle = Math.Min(port.Read.Bytes, port.Write.Bytes);
        DieBytesPerCycle = chip.Network.DieLink is { } link ? link.Bandwidth.BytesPerSecond / (double)chip.Clock.Hertz : 0;
        UnionCycles = chip.Launch.UnionAllocation.Count;
        NetworkLatency = port.Latency.Count;
        var cache = chip.Llc is { Caches: CachedTraffic.All } ? chip.Llc : null;
        (CacheBytes, CacheBytesPerCycle) = (cache?.Size.Bytes ?? 0, cache?.Bandwidth.Bytes ?? 0);
        var dram = chip.Dram;
        var access = (dram.Device.Timings.TRcd.Count + dram.Device.Timings.TCl.Count) * (double)chip.Clock.Hertz / dram.Device.Timings.Clock.Hertz;
        ReadLatency = (2 * NetworkLatency) + (cache?.Latency.Count ?? 0) + Cycles(chip, dram.Controller.Latency.Femtoseconds) + access;
        LaunchCycles = Cycles(chip, chip.Launch.KernelStart.Femtoseconds + chip.Launch.KernelDrain.Femtoseconds);
        DramBytesPerCycle = chip.Peaks.DramBandwidth.BytesPerSecond / (double)chip.Clock.Hertz;
    }

    /// <inheritdoc/>
    public override ProgramTarget Program { get; }

    /// <summary>Element type of activations and weights in device memory.</summary>
    public MluDataType Type { get; }

    /// <summary>Bytes of an element of <see cref="Type"/>.</summary>
    public int ElementBytes => Type.Bits() / 8;

    /// <summary>Compute cores.</summary>
    public int Cores { get; }

    /// <summary>Compute cores per cluster.</summary>
    public int CoresPerCluster { get; }

    /// <summary>Clusters.</summary>
    public int Clusters { get; }

    /// <summary>Dies of the package, among which clusters are divided evenly.</summary>
    public int Dies { get; }

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

    /// <summary>Copies between device memory and a core.</summary>
    public CopyRates Copy { get; }

    /// <summary>Copies between SRAM and a core; null where there are none.</summary>
    public CopyRates? Move { get; }

    /// <summary>Copies of a memory core between device memory and SRAM; null where there are none.</summary>
    public CopyRates? MemoryCopy { get; }

    /// <summary>Copies of a memory core to the SRAM of another cluster; null where there are none.</summary>
    public CopyRates? Pass { get; }

    /// <summary>Cycles before a copy's first byte.</summary>
    public long CopyStart => Copy.Start;

    /// <summary>Bytes per cycle of a core's copy engine.</summary>
    public long CopyBytesPerCycle => Copy.BytesPerCycle;

    /// <summary>Core cycles of one way through the network.</summary>
    public long NetworkLatency { get; }

    /// <summary>Bytes that a cache in front of device memory keeps; 0 without one.</summary>
    public long CacheBytes { get; }

    /// <summary>Bytes per cycle of that cache.</summary>
    public long CacheBytesPerCycle { get; }

    /// <summary>Core cycles from a request to device memory until its data begin to arrive: both ways of the network, controller, row and column.</summary>
    public double ReadLatency { get; }

    /// <summary>Bytes per cycle of all banks of a cluster's SRAM.</summary>
    public long SramBytesPerCycle { get; }

    /// <summary>Cycles from a request to the SRAM to its data; also what the news of a cluster barrier takes.</summary>
    public long SramLatency { get; }

    /// <summary>Bytes per cycle that a cluster sends or receives.</summary>
    public long PortBytesPerCycle { get; }

    /// <summary>Bytes per core cycle into a die from the others; 0 on a single die.</summary>
    public double DieBytesPerCycle { get; }

    /// <summary>Cycles of allocating the clusters of a union together.</summary>
    public long UnionCycles { get; }

    /// <summary>Device memory bandwidth in bytes per core cycle.</summary>
    public double DramBytesPerCycle { get; }

    /// <summary>Core cycles that a kernel's start and end take.</summary>
    public double LaunchCycles { get; }

    /// <summary>True when a memory core can move data through the cluster's shared memory.</summary>
    public bool HasMemoryCore { get; }

    /// <summary>Most clusters that can be allocated together and pass data on to each other.</summary>
    public int MaxUnion { get; }

    /// <summary>True when weights can be staged through the cluster's shared memory by its memory core.</summary>
    public bool CanShareWeights => HasMemoryCore && CoresPerCluster > 1;

    private static double Cycles(MluChip chip, long femtoseconds) => femtoseconds * (double)chip.Clock.Hertz / 1e15;

    /// <summary>Cycles of one pass of a vector operation over <paramref name="bytes"/>.</summary>
    public double VectorCycles(long bytes) => VectorStart + Math.Ceiling(bytes / (double)VectorBytesPerCycle);

    /// <summary>Cycles of a convolution on the lanes. [lane formula: ceil(Co/64) * ceil(Ci/(MAC/64)) * Kh * Kw * Ho * Wo]</summary>
    public double ConvCycles(long co, long ci, long window, long pixels) =>
        TensorStart + ((double)((co + Lanes - 1) / Lanes) * ((ci + MacsPerLane - 1) / MacsPerLane) * window * pixels);
}
