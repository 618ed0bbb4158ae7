using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt;

/// <summary>What the compiler needs to know of a chip, taken from its description once, and the element type that it compiles for.</summary>
internal sealed record SimtTarget
{
    /// <summary>Reads a chip description for a storage type.</summary>
    /// <param name="chip">Chip.</param>
    /// <param name="type">Element type of activations and weights: fp32, fp16 or bf16.</param>
    /// <exception cref="CompileException">The chip cannot compute with the type.</exception>
    public SimtTarget(SimtChip chip, ElementType type)
    {
        Chip = chip;
        Type = type;
        if (type == ElementType.BFloat16 && !Has(SimtCapabilities.Bf16))
        {
            throw new CompileException($"{chip.Name} has no bf16 instructions; choose --precision fp16 or fp32, or another chip", null);
        }
    }

    /// <summary>
    /// The description. Lowerings, schedulers and kernels read what stands below instead, which is in <see cref="View"/>: an architecture test holds them to it.
    /// </summary>
    public SimtChip Chip { get; }

    /// <summary>What a program image says of the chip.</summary>
    public ProgramTarget Program => ProgramTarget.Of(Chip);

    /// <summary>Everything below, by value.</summary>
    public SimtView View => new(Program, Type, RecordText.Of(Sm), string.Join(' ', Chip.Capabilities.Order(StringComparer.Ordinal)))
    {
        Sms = Sms,
        CtaStart = CtaStart,
        CtasPerCycle = CtasPerCycle,
        KernelGap = KernelGap,
        Dram = (DramBytesPerCycle, DramLatency, SlowestLoad),
        L2 = (L2BytesPerCycle, L2ReadBytesPerCycle, FarBytesPerCycle),
        Port = (PortBytesPerCycle, StoreBytesPerCycle),
    };

    /// <summary>The streaming multiprocessor.</summary>
    public SmSpec Sm => Chip.Sm;

    /// <summary>Element type of activations and weights in device memory.</summary>
    public ElementType Type { get; }

    /// <summary>Bytes of an element of <see cref="Type"/>.</summary>
    public int ElementBytes => Type.SizeInBytes();

    /// <summary>Threads of a warp.</summary>
    public int WarpWidth => Sm.WarpWidth;

    /// <summary>Streaming multiprocessors.</summary>
    public int Sms => Chip.Sms;

    /// <summary>Most registers of a thread.</summary>
    public int MaxRegisters => Math.Min(Sm.RegisterFile.MaxPerThread, Isa.Simt.SimtInstructionSet.MaxRegister);

    /// <summary>Most shared memory of a block, bytes.</summary>
    public long MaxSharedBytes => Sm.SharedMemory.MaxPerCta.Bytes;

    /// <summary>Most threads of a block.</summary>
    public int MaxThreads => Math.Min(Sm.MaxThreadsPerCta, Sm.MaxThreads);

    /// <summary>Cycles from a CTA's place on an SM to the first issue of its warps.</summary>
    public long CtaStart => Chip.Launch.CtaStart.Count;

    /// <summary>CTAs that the chip places in a cycle.</summary>
    public int CtasPerCycle => Chip.Launch.CtasPerCycle;

    /// <summary>Cycles of the SMs from the end of a kernel to the first CTA of the next.</summary>
    public double KernelGap => Chip.Launch.KernelGap.Femtoseconds * 1e-15 * Chip.Clock.Hertz;

    /// <summary>Device memory bandwidth in bytes per cycle of the SMs.</summary>
    public double DramBytesPerCycle => Chip.Peaks.DramBandwidth.BytesPerSecond / (double)Chip.Clock.Hertz;

    /// <summary>Bandwidth of the L2 in bytes per cycle of the SMs, bounded by the ports of the SMs.</summary>
    public double L2BytesPerCycle => (double)Chip.Interconnect.Sm.Reply.Bytes * Chip.InterconnectClock.Hertz / Chip.Clock.Hertz * Chip.Sms;

    /// <summary>
    /// Bytes of lines that the L2 answers through the port of an SM in a cycle of the SMs, whole cycles for each line and its header. Chips without warp groups keep the port's
    /// width, with which their schedules were validated.
    /// </summary>
    public double PortBytesPerCycle
    {
        get
        {
            var (network, line) = (Chip.Interconnect, Sm.L1.Line.Bytes);
            return Has(SimtCapabilities.Wgmma)
                ? line / Math.Ceiling((double)(network.Header.Bytes + line) / network.Sm.Reply.Bytes) * Chip.InterconnectClock.Hertz / Chip.Clock.Hertz
                : L2BytesPerCycle / Sms;
        }
    }

    /// <summary>Bytes of lines that an SM stores through its port in a cycle of the SMs, whole cycles for each line and its header.</summary>
    public double StoreBytesPerCycle
    {
        get
        {
            var (network, line) = (Chip.Interconnect, Sm.L1.Line.Bytes);
            return line / Math.Ceiling((double)(network.Header.Bytes + line) / network.Sm.Request.Bytes) * Chip.InterconnectClock.Hertz / Chip.Clock.Hertz;
        }
    }

    /// <summary>
    /// Bytes per cycle of the SMs that the L2 answers to all of them, bounded by its slices too. Chips without warp groups keep the bound of the ports, with which their schedules
    /// were validated.
    /// </summary>
    public double L2ReadBytesPerCycle => Has(SimtCapabilities.Wgmma)
        ? Math.Min(L2BytesPerCycle, (double)Chip.L2.Slices * Chip.L2.SliceBandwidth.Bytes * Chip.L2Clock.Hertz / Chip.Clock.Hertz)
        : L2BytesPerCycle;

    /// <summary>Bytes per cycle of the SMs that go one way between the partitions of the L2; infinite where there is one.</summary>
    public double FarBytesPerCycle => Chip.L2.Far is { } far ? far.LinkBandwidth.Bytes * (double)Chip.L2Clock.Hertz / Chip.Clock.Hertz : double.PositiveInfinity;

    /// <summary>
    /// Cycles from a load that misses all caches to its data, on an idle chip: L2 hit latency with half of what the far partition adds, the controller, the row and
    /// column access of the memory, and the way back.
    /// </summary>
    public double DramLatency => Chip.L2.Latency.Count + ((Chip.L2.Far?.ExtraLatency.Count ?? 0) / 2.0) + Chip.L2.DramLatencyExtra.Count
        + (Chip.Dram.Controller.Latency.Femtoseconds * 1e-15 * Chip.Clock.Hertz)
        + InCycles(Chip.Dram.Device.Timings.TRcd.Count + Chip.Dram.Device.Timings.TCl.Count);

    /// <summary>
    /// Cycles by which the slowest of many loads comes after one that finds memory at rest: its bank has another row open, or refreshes, which of some ten banks one does.
    /// </summary>
    public double SlowestLoad
    {
        get
        {
            var timings = Chip.Dram.Device.Timings;
            return InCycles(timings.TRp.Count + (Chip.Dram.Controller.Refresh == DramRefresh.SingleBanks && timings.TRfcBank is { } bank ? bank.Count : 0));
        }
    }

    /// <summary>True where the chip's file names a capability.</summary>
    public bool Has(string capability) => Chip.Capabilities.Contains(capability);

    /// <summary>How many CTAs of a kernel an SM holds at once; 0 where not one fits.</summary>
    public int Occupancy(int threads, int registers, long sharedBytes) => SimtOccupancy.Of(Sm, new CtaResources(threads, registers, sharedBytes)).Ctas;

    private double InCycles(long memoryClocks) => memoryClocks * (double)Chip.Clock.Hertz / Chip.Dram.Device.Timings.Clock.Hertz;
}
