using System.Collections.Immutable;

namespace AccelSim.Results;

/// <summary>Energy of a stretch of time divided among what it was spent on; the parts sum to the whole exactly, because they are whole femtojoules.</summary>
public sealed class EnergyBreakdown
{
    /// <summary>Keeps the parts that took any energy, in their order.</summary>
    public EnergyBreakdown(IEnumerable<EnergyPart> parts)
    {
        Parts = [.. parts.Where(part => part.Femtojoules != 0)];
        foreach (var part in Parts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(part.Femtojoules, part.Name);
            Femtojoules += part.Femtojoules;
        }
    }

    /// <summary>What it was spent on.</summary>
    public ImmutableArray<EnergyPart> Parts { get; }

    /// <summary>The whole.</summary>
    public Int128 Femtojoules { get; }

    /// <summary>Energy per group, most first.</summary>
    public ImmutableArray<(string Group, Int128 Femtojoules)> Groups() =>
    [
        .. Parts.GroupBy(part => part.Group)
            .Select(group => (Group: group.Key, Femtojoules: group.Aggregate(Int128.Zero, (sum, part) => sum + part.Femtojoules)))
            .OrderByDescending(group => group.Femtojoules).ThenBy(group => group.Group, StringComparer.Ordinal),
    ];
}
