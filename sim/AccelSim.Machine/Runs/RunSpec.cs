using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>One run as its file describes it: which model or program on which chip, and what to report.</summary>
public sealed record RunSpec
{
    /// <summary>Model (<c>.onnx</c>), program image (<c>.axp</c>) or assembly (<c>.asm</c>).</summary>
    public required string Model { get; init; }

    public required string Chip { get; init; }

    public required string Host { get; init; }

    /// <summary>Samples per inference: bound to the symbolic first dimension of the inputs.</summary>
    [Bounds(1, 1_000_000)]
    public int Batch { get; init; } = 1;

    public RunPrecision Precision { get; init; } = RunPrecision.Fp16;

    public RunMode Mode { get; init; } = RunMode.Graph;

    /// <summary>Inferences in the measured stream.</summary>
    [Bounds(1, 1_000_000)]
    public int Iterations { get; init; } = 1;

    /// <summary>True to include what only the first run costs: allocation, weights over the link, first launches.</summary>
    public bool Cold { get; init; }

    /// <summary>Run for values too, compare with the reference interpreter, and look for races.</summary>
    public bool Check { get; init; }

    /// <summary>Where missing weights come from: absent (shapes only) or <c>seed:N</c>.</summary>
    public string? Weights { get; init; }

    /// <summary>Values of other symbolic dimensions.</summary>
    public ImmutableSortedDictionary<string, long> Dims { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Schedules that are forced, by layer name; the text is what the layer's schedule prints as.</summary>
    public ImmutableSortedDictionary<string, string> Schedules { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Overrides of the chip file, <c>dram.channels: 16</c>.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Overrides of the host file.</summary>
    public ImmutableSortedDictionary<string, string> SetHost { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public RunOutputs Outputs { get; init; } = new();
}
