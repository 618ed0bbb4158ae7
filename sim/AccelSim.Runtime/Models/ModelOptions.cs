using System.Collections.Immutable;
using AccelSim.Compiler.Simt;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>How a model is loaded and compiled.</summary>
public sealed record ModelOptions
{
    /// <summary><c>fp32</c>, <c>fp16</c>, <c>bf16</c>, or <c>model</c> for the model's own type.</summary>
    public string Precision { get; init; } = "fp16";

    /// <summary>Items per inference.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Values of symbolic dimensions.</summary>
    public ImmutableDictionary<string, long> Dimensions { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Seed of missing weights; null for shapes only, which is enough for timing.</summary>
    public ulong? WeightSeed { get; init; }

    /// <summary>Schedules that are forced, by layer name.</summary>
    public ImmutableDictionary<string, string> Schedules { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Schedules of products are tried by simulation where none is forced; null to believe the cost model. Chips of the simt family only.</summary>
    public ProductTuning? Tuning { get; init; }

    public RunMode Mode { get; init; } = RunMode.Graph;

    /// <summary>What a run says of its model; where missing weights come from is left to the caller.</summary>
    public static ModelOptions Of(RunSpec run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new()
        {
            Precision = run.Precision.ToString().ToLowerInvariant(),
            Batch = run.Batch,
            Dimensions = run.Dims.ToImmutableDictionary(),
            Mode = run.Mode,
            Schedules = run.Schedules.ToImmutableDictionary(),
        };
    }
}
