using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>Divides an interval among causes in proportion to the time that its overlapping parts spent on each.</summary>
internal static class Apportion
{
    /// <summary>Calls <paramref name="sink"/> with consecutive ends, in order of cause, so that the parts fill [start, end] exactly.</summary>
    public static void Split<TSink>(long start, long end, ReadOnlySpan<long> weights, Cause otherwise, ref TSink sink)
        where TSink : struct, ICauseSink
    {
        var total = 0L;
        foreach (var weight in weights)
        {
            total += weight;
        }

        if (total > 0)
        {
            var sum = 0L;
            for (var cause = 0; cause < weights.Length; cause++)
            {
                if (weights[cause] > 0)
                {
                    sum += weights[cause];
                    var at = start + (long)((Int128)(end - start) * sum / total);
                    sink.Until(at, (Cause)cause);
                }
            }
        }
        else
        {
            sink.Until(end, otherwise);
        }
    }
}
