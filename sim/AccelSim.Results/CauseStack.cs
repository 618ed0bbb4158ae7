using System.Collections.Immutable;
using AccelSim.Engine;

namespace AccelSim.Results;

/// <summary>Elapsed time divided among its causes; the parts sum to the whole exactly, because they are whole femtoseconds.</summary>
public sealed class CauseStack
{
    /// <summary>Decimal digits of <see cref="Fractions"/>.</summary>
    public const int Digits = 9;

    private const long Parts = 1_000_000_000;

    /// <summary>Keeps the causes that account for any time, longest first, ties in numeric order.</summary>
    /// <param name="byCause">Femtoseconds, indexed by the numeric value of the cause.</param>
    public CauseStack(ReadOnlySpan<long> byCause)
    {
        var shares = new List<CauseShare>();
        for (var i = 0; i < byCause.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(byCause[i]);
            if (byCause[i] > 0)
            {
                shares.Add(new CauseShare((Cause)i, byCause[i]));
            }
        }

        Shares = [.. shares.OrderByDescending(s => s.Femtoseconds).ThenBy(s => s.Cause)];
        Total = Shares.Sum(s => s.Femtoseconds);
    }

    /// <summary>No time at all.</summary>
    public static CauseStack Empty { get; } = new([]);

    /// <summary>Causes, longest first.</summary>
    public ImmutableArray<CauseShare> Shares { get; }

    /// <summary>The whole, in fs.</summary>
    public long Total { get; }

    /// <summary>
    /// Fractions as whole billionths that sum to one billion exactly: each is rounded down, and what is missing goes to those
    /// that lost most, the longer cause first among equals. Empty where there is no time.
    /// </summary>
    public ImmutableArray<(Cause Cause, long Billionths)> Fractions()
    {
        if (Total == 0)
        {
            return [];
        }

        var floor = Shares.Select(s => (long)((Int128)s.Femtoseconds * Parts / Total)).ToArray();
        var lost = Shares.Select(s => (long)((Int128)s.Femtoseconds * Parts % Total)).ToArray();
        var missing = (int)(Parts - floor.Sum());
        foreach (var i in Enumerable.Range(0, floor.Length).OrderByDescending(i => lost[i]).ThenBy(i => i).Take(missing))
        {
            floor[i]++;
        }

        return [.. Shares.Select((s, i) => (s.Cause, floor[i]))];
    }

    /// <summary>Time per group of causes (compute, DRAM, ...), longest first.</summary>
    public ImmutableArray<(string Group, long Femtoseconds)> Groups() =>
    [
        .. Shares.GroupBy(s => s.Cause.Group())
            .Select(g => (Group: g.Key, Femtoseconds: g.Sum(s => s.Femtoseconds)))
            .OrderByDescending(g => g.Femtoseconds).ThenBy(g => g.Group, StringComparer.Ordinal),
    ];
}
