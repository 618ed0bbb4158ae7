namespace AccelSim.Engine;

/// <summary>Divides whole amounts in proportion to weights, without losing any.</summary>
public static class Apportionment
{
    /// <summary>Adds parts of <paramref name="total"/> to <paramref name="parts"/>: each within one of its exact share, and all of them together the total.</summary>
    /// <param name="total">What is divided.</param>
    /// <param name="weights">None negative; one more than zero.</param>
    /// <param name="parts">As long as the weights.</param>
    public static void Add(long total, ReadOnlySpan<long> weights, Span<long> parts)
    {
        Int128 sum = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight);
            sum += weight;
        }

        ArgumentOutOfRangeException.ThrowIfZero(sum, nameof(weights));
        Int128 before = 0;
        var given = 0L;
        for (var i = 0; i < weights.Length; i++)
        {
            before += weights[i];
            var upTo = (long)(total * before / sum);
            parts[i] += upTo - given;
            given = upTo;
        }
    }
}
