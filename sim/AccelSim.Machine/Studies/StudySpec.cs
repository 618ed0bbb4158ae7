using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>
/// A study as its file describes it (<c>configs/studies/*.yaml</c>): every model on every chip, for every batch, precision and mode, and for every value
/// of every axis. Paths are relative to the file, else to the current directory.
/// </summary>
public sealed record StudySpec : ICheckedRecord
{
    /// <summary>Title of reports; the file's name where it is absent.</summary>
    public string? Name { get; init; }

    /// <summary>What the study asks, in a sentence.</summary>
    public string? Question { get; init; }

    /// <summary>Models (<c>.onnx</c>), program images (<c>.axp</c>) or assembly (<c>.asm</c>).</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Chip files.</summary>
    public required ImmutableArray<string> Chips { get; init; }

    /// <summary>Host files.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>Items per inference.</summary>
    [Bounds(1, 1_000_000)]
    public ImmutableArray<int> Batch { get; init; } = [1];

    /// <summary>Element types that models are compiled to.</summary>
    public ImmutableArray<RunPrecision> Precision { get; init; } = [RunPrecision.Fp16];

    /// <summary>Compiled as a whole, or operator by operator.</summary>
    public ImmutableArray<RunMode> Mode { get; init; } = [RunMode.Graph];

    /// <summary>Values of symbolic dimensions of the models; each is an axis.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<long>> Dims { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<long>>.Empty;

    /// <summary>Inferences of a run, back to back.</summary>
    [Bounds(1, 1_000_000)]
    public int Iterations { get; init; } = 1;

    /// <summary>Overrides of the chip file in every point, <c>dram.channels: 16</c>.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Parameters that are varied, each against all others.</summary>
    public ImmutableArray<StudyAxis> Axes { get; init; } = [];

    /// <summary>
    /// Overrides of the chip file that follow from others: text in which each <c>{...}</c> is an expression over axes, as in
    /// <c>dram.bandwidth: "{[dram.channels] * 25.6} GB/s"</c>.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Derived { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Conditions over axes that a point must meet to be in the study.</summary>
    public ImmutableArray<string> Where { get; init; } = [];

    /// <summary>Conditions over figures of a run, such as <c>areaMm2 &lt;= 600</c>; points that break one are run, kept, and marked.</summary>
    public ImmutableArray<string> Require { get; init; } = [];

    /// <summary>Figures that tables show; all are kept.</summary>
    public ImmutableArray<string> Metrics { get; init; } = ["cycles", "seconds", "itemsPerSecond", "averageWatts"];

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        foreach (var (key, empty) in (IEnumerable<(string, bool)>)[("models", Models.IsEmpty), ("chips", Chips.IsEmpty), ("hosts", Hosts.IsEmpty), ("batch", Batch.IsEmpty), ("precision", Precision.IsEmpty), ("mode", Mode.IsEmpty), ("metrics", Metrics.IsEmpty)])
        {
            if (empty)
            {
                report(key, "is empty: a study of nothing; name one at least");
            }
        }

        foreach (var (name, values) in Dims)
        {
            if (values.IsEmpty)
            {
                report($"dims.{name}", "is empty; give one value at least");
            }
        }
    }
}
