namespace AccelSim.Memory;

/// <summary>Counts, without walking the addresses, how many cycles the banks need for an affine pattern.</summary>
public static class BankConflicts
{
    /// <summary>
    /// Cycles that the fullest bank is busy with all accesses of <paramref name="pattern"/>: the least time in which the memory can serve it,
    /// however its accesses are ordered.
    /// </summary>
    /// <remarks>
    /// Contiguous bytes fill the banks evenly. Segments at a stride visit starting banks with period banks / gcd(stride in bank words, banks);
    /// only one period is counted and the remainder added, so the cost does not grow with the number of segments.
    /// </remarks>
    public static long Cycles(SramConfig config, in AffinePattern pattern)
    {
        ArgumentNullException.ThrowIfNull(config);
        Span<long> cycles = config.Banks <= 256 ? stackalloc long[config.Banks] : new long[config.Banks];
        return Cycles(config, pattern, cycles);
    }

    /// <summary>As <see cref="Cycles(SramConfig, in AffinePattern)"/>, and says how many cycles each bank is busy.</summary>
    /// <param name="config">The memory.</param>
    /// <param name="pattern">The accesses.</param>
    /// <param name="cycles">One element per bank; overwritten.</param>
    public static long Cycles(SramConfig config, in AffinePattern pattern, Span<long> cycles)
    {
        ArgumentNullException.ThrowIfNull(config);
        cycles.Clear();
        var flat = pattern.Flattened();
        for (var outer = 0; outer < flat.Count2; outer++)
        {
            AddInner(config, flat.Base + (outer * flat.Stride2), flat, cycles);
        }

        var most = 0L;
        foreach (ref var bank in cycles)
        {
            bank = (bank + config.PortsPerBank - 1) / config.PortsPerBank;
            most = Math.Max(most, bank);
        }

        return most;
    }

    private static void AddInner(SramConfig config, long start, in AffinePattern pattern, Span<long> load)
    {
        var ring = (long)config.Banks * config.InterleaveBytes;
        var period = ring / Gcd(ring, Math.Abs(pattern.Stride1) % ring);
        var whole = pattern.Count1 / period;
        var rest = pattern.Count1 % period;
        for (var i = 0L; i < Math.Min(pattern.Count1, period); i++)
        {
            AddSegment(config, start + (i * pattern.Stride1), pattern.Bytes, whole + (i < rest ? 1 : 0), load);
        }
    }

    /// <summary>Adds the words of one segment: those of the banks before its end, less those before its start.</summary>
    private static void AddSegment(SramConfig config, long address, long bytes, long times, Span<long> load)
    {
        var perBank = config.InterleaveBytes / config.BankBytes;
        var ring = (long)config.Banks * perBank;
        var first = FloorDiv(address, config.BankBytes);
        var end = FloorDiv(address + bytes - 1, config.BankBytes) + 1;
        var (firstRounds, endRounds) = (FloorDiv(first, ring), FloorDiv(end, ring));
        var (firstIn, endIn) = (first - (firstRounds * ring), end - (endRounds * ring));
        var whole = (endRounds - firstRounds) * perBank;
        for (var bank = 0; bank < config.Banks; bank++)
        {
            var from = (long)bank * perBank;
            load[bank] += times * (whole + Math.Clamp(endIn - from, 0, perBank) - Math.Clamp(firstIn - from, 0, perBank));
        }
    }

    private static long FloorDiv(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);

    private static long Gcd(long left, long right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
