namespace AccelSim.Memory;

/// <summary>
/// Gaps between arrivals that know nothing of each other, exponential with mean 1, by comparing numbers only (von Neumann 1951): a logarithm
/// need not have the same last digit on every machine.
/// </summary>
public sealed class ExponentialGaps(ulong seed)
{
    private readonly CongruentialRandom _random = new(seed);

    /// <summary>The next gap.</summary>
    public double Next()
    {
        for (var whole = 0; ; whole++)
        {
            // The first of a falling run of odd length is the fraction; otherwise another whole is added.
            var first = _random.NextFraction();
            var last = first;
            var length = 1;
            for (var next = _random.NextFraction(); next < last; next = _random.NextFraction())
            {
                last = next;
                length++;
            }

            if (length % 2 == 1)
            {
                return whole + first;
            }
        }
    }
}
