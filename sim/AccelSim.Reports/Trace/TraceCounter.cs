using System.Collections.Immutable;

namespace AccelSim.Reports;

/// <summary>A figure over time: its mean in each of equal stretches, from the begin of the timeline on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Step">Length of a stretch, fs.</param>
/// <param name="Values">Means.</param>
public sealed record TraceCounter(string Name, string Unit, long Step, ImmutableArray<double> Values)
{
    /// <summary>Begins of the stretches in which it differs from the stretch before, fs, and what it is from then on; it ends with 0.</summary>
    public IEnumerable<(long Time, double Value)> Changes()
    {
        var last = double.NaN;
        for (var i = 0; i <= Values.Length; i++)
        {
            var value = i < Values.Length ? Values[i] : 0;
            if (!value.Equals(last))
            {
                yield return (i * Step, last = value);
            }
        }
    }
}
