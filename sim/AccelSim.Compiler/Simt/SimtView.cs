using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt;

/// <summary>What <see cref="SimtCompiler"/> reads of a chip: the whole multiprocessor, and of everything around it the figures of <c>SimtTarget</c>. Rates and latencies are per cycle of the SMs.</summary>
/// <param name="Program">What a program image says of the chip.</param>
/// <param name="Type">Element type of activations and weights.</param>
/// <param name="Sm">The multiprocessor, value by value.</param>
/// <param name="Capabilities">What the instruction set has beyond its base, in order.</param>
public sealed record SimtView(ProgramTarget Program, ElementType Type, string Sm, string Capabilities) : CompilerView
{
    /// <inheritdoc/>
    public override ProgramTarget Program { get; } = Program;

    /// <summary>Multiprocessors.</summary>
    public required int Sms { get; init; }

    /// <summary>Cycles from a CTA's place on an SM to its first issue.</summary>
    public required long CtaStart { get; init; }

    /// <summary>CTAs that are placed in a cycle.</summary>
    public required int CtasPerCycle { get; init; }

    /// <summary>Cycles from a kernel to the next.</summary>
    public required double KernelGap { get; init; }

    /// <summary>Device memory: bytes per cycle, cycles of a load that misses all caches, and what the slowest of many takes more.</summary>
    public required (double BytesPerCycle, double Latency, double Slowest) Dram { get; init; }

    /// <summary>L2: bytes per cycle through all ports, out of its slices too, and between its partitions.</summary>
    public required (double BytesPerCycle, double ReadBytesPerCycle, double FarBytesPerCycle) L2 { get; init; }

    /// <summary>Port of an SM: bytes of lines per cycle in, and out.</summary>
    public required (double BytesPerCycle, double StoreBytesPerCycle) Port { get; init; }
}
