using System.Collections.Immutable;

namespace AccelSim.Results;

/// <summary>How often a device did what costs energy, by the names of the parts of an energy breakdown; what never happened is absent.</summary>
public sealed record ActivityCounts(ImmutableSortedDictionary<string, long> ByPart)
{
    /// <summary>Nothing happened.</summary>
    public static ActivityCounts Zero { get; } = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>Count of a part.</summary>
    public long this[string part] => ByPart.GetValueOrDefault(part);

    /// <summary>Keeps the counts that are not zero.</summary>
    public static ActivityCounts Of(IEnumerable<(string Part, long Count)> counts) =>
        new(counts.Where(item => item.Count != 0).ToImmutableSortedDictionary(item => item.Part, item => item.Count, StringComparer.Ordinal));

    /// <summary>Sum of two counts.</summary>
    public ActivityCounts Plus(ActivityCounts other) => Merge(other, 1);

    /// <summary>What was added since an earlier count.</summary>
    public ActivityCounts Since(ActivityCounts earlier) => Merge(earlier, -1);

    private ActivityCounts Merge(ActivityCounts other, int sign) =>
        Of(ByPart.Keys.Union(other.ByPart.Keys, StringComparer.Ordinal).Select(part => (part, this[part] + (sign * other[part]))));
}
