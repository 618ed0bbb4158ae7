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
        return Cycles(config, pattern, cycles, write: false);
    }

    /// <summary>As <see cref="Cycles(SramConfig, in AffinePattern)"/>, and says how many cycles each bank is busy.</summary>
    /// <param name="config">The memory.</param>
    /// <param name="pattern">The accesses.</param>
    /// <param name="cycles">One element per bank; overwritten.</param>
    /// <param name="write">Writes or reads, where they have ports of their own.</param>
    public static long Cycles(SramConfig config, in AffinePattern pattern, Span<long> cycles, bool write = false)
    {
        ArgumentNullException.ThrowIfNull(config);
        Words(config, pattern, cycles);
        var ports = config.PortsFor(write);
        var most = 0L;
        foreach (ref var bank in cycles)
        {
            bank = (bank + ports - 1) / ports;
            most = Math.Max(most, bank);
        }

        return most;
    }

    /// <summary>
    /// Least cycles in which one bank serves so many reads and writes that are all there at the beginning: no kind of port is asked for more
    /// than it has, and shared ports take up what dedicated ones leave.
    /// </summary>
    public static long Cycles(SramConfig config, long reads, long writes)
    {
        ArgumentNullException.ThrowIfNull(config);
        var all = (long)config.PortsPerBank + config.ReadPorts + config.WritePorts;
        return Math.Max(
            (reads + writes + all - 1) / all,
            Math.Max(Ceiling(reads, config.PortsFor(write: false)), Ceiling(writes, config.PortsFor(write: true))));

        static long Ceiling(long words, int ports) => (words + ports - 1) / ports;
    }

    /// <summary>Counts the words that each bank serves for a pattern.</summary>
    /// <param name="config">The memory.</param>
    /// <param name="pattern">The accesses.</param>
    /// <param name="words">One element per bank; overwritten.</param>
    public static void Words(SramConfig config, in AffinePattern pattern, Span<long> words)
    {
        ArgumentNullException.ThrowIfNull(config);
        words.Clear();
        var flat = pattern.Flattened();
        for (var outer = 0; outer < flat.Count2; outer++)
        {
            AddInner(config, flat.Base + (outer * flat.Stride2), flat, words);
        }
    }

    /// <summary>Counts, address by address, the words that each bank serves for accesses that follow no pattern.</summary>
    /// <param name="config">The memory.</param>
    /// <param name="addresses">First byte of each.</param>
    /// <param name="bytes">Bytes of each.</param>
    /// <param name="words">One element per bank; overwritten.</param>
    public static void Words(SramConfig config, ReadOnlySpan<long> addresses, int bytes, Span<long> words)
    {
        ArgumentNullException.ThrowIfNull(config);
        words.Clear();
        foreach (var address in addresses)
        {
            AddSegment(config, address, bytes, 1, words);
        }
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
