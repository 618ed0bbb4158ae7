using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>Turns counts into energy: each part is a count times the energy of one event, and time brings its own events.</summary>
public static class EnergyAccount
{
    private const int AttojoulesPerFemtojoule = 1000;

    /// <summary>The energy of a stretch of time.</summary>
    /// <param name="table">What events cost.</param>
    /// <param name="activity">What the device counted.</param>
    /// <param name="femtoseconds">How long it took.</param>
    /// <exception cref="ArgumentException">Something was counted that the table does not know.</exception>
    public static EnergyBreakdown Of(EnergyTable table, ActivityCounts activity, long femtoseconds)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentOutOfRangeException.ThrowIfNegative(femtoseconds);
        if (activity.ByPart.Keys.Except(table.Entries.Where(entry => entry.PerPeriod == 0).Select(entry => entry.Part)).FirstOrDefault() is { } stranger)
        {
            throw new ArgumentException($"'{stranger}' was counted, but the energy table has no such event", nameof(activity));
        }

        return new EnergyBreakdown(table.Entries.Select(entry =>
        {
            var count = entry.PerPeriod == 0 ? activity[entry.Part] : (long)((Int128)femtoseconds * entry.PerPeriod / entry.Period);
            return new EnergyPart(entry.Part, entry.Group, entry.Event, count, Rounded((Int128)count * entry.Attojoules));
        }));
    }

    private static Int128 Rounded(Int128 attojoules) => (attojoules + (AttojoulesPerFemtojoule / 2)) / AttojoulesPerFemtojoule;
}
