using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>Vector unit: an instruction takes its start overhead and, per pass, one cycle per <see cref="BytesPerCycle"/>.</summary>
public sealed record VectorUnitSpec : ICheckedRecord
{
    public required BytesPerCycle BytesPerCycle { get; init; }

    /// <summary>Lengths are rounded up to this.</summary>
    public required ByteSize MinimumUnit { get; init; }

    public required Cycles StartOverhead { get; init; }

    /// <summary>How often an instruction of each class goes over its data.</summary>
    [Bounds(1, 1024)]
    public required ImmutableSortedDictionary<VectorClass, int> Passes { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        var missing = Enum.GetValues<VectorClass>().Where(c => !Passes.ContainsKey(c)).ToList();
        if (missing.Count > 0)
        {
            report("passes", $"lack {string.Join(", ", missing.Select(c => char.ToLowerInvariant(c.ToString()[0]) + c.ToString()[1..]))}");
        }

        if (MinimumUnit.Bytes % BytesPerCycle.Bytes != 0)
        {
            report("minimumUnit", "is not a whole number of cycles");
        }
    }
}
