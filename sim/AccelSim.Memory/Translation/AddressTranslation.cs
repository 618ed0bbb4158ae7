namespace AccelSim.Memory;

/// <summary>
/// Two levels of translation look-aside buffers in front of page walkers. Look-ups come in order of time; a miss does not hold up what comes
/// behind it, and a second miss of a page waits for the walk of the first.
/// </summary>
public sealed class AddressTranslation
{
    private readonly TranslationConfig _config;
    private readonly int _pageBits;
    private readonly Tlb[] _own;
    private readonly Tlb? _shared;
    private readonly PageWalkers _walkers;
    private TranslationCounters _counters;

    /// <summary>One that knows nothing yet.</summary>
    public AddressTranslation(TranslationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (!long.IsPow2(config.PageBytes))
        {
            throw new ArgumentException($"a page of {config.PageBytes} bytes is no power of two", nameof(config));
        }

        _config = config;
        _pageBits = int.CreateChecked(long.Log2(config.PageBytes));
        _own = [.. Enumerable.Range(0, config.Requesters).Select(_ => new Tlb(config.L1.Entries, config.L1.Ways))];
        _shared = config.L2 is { } shared ? new Tlb(shared.Entries, shared.Ways) : null;
        _walkers = new PageWalkers(config);
    }

    /// <summary>What it did so far.</summary>
    public TranslationCounters Counters => _counters;

    /// <summary>Looks up every page of a pattern at <paramref name="time"/> (fs), all at once; returns when the last is known.</summary>
    /// <param name="time">Now, fs; never less than before.</param>
    /// <param name="requester">Whose first-level buffer.</param>
    /// <param name="pattern">Addresses, at least 0.</param>
    public long Translate(long time, int requester, in AffinePattern pattern)
    {
        var known = time;
        foreach (var page in new PatternPages(pattern, _pageBits))
        {
            known = Math.Max(known, LookUp(time, requester, page));
        }

        return known;
    }

    /// <summary>Forgets the translations of a range of addresses in all buffers, because what lies there has moved.</summary>
    public void Forget(long address, long bytes)
    {
        for (var page = address >> _pageBits; page <= (address + bytes - 1) >> _pageBits; page++)
        {
            foreach (var own in _own)
            {
                own.Remove(page);
            }

            _shared?.Remove(page);
        }
    }

    private long LookUp(long time, int requester, long page)
    {
        var own = _own[requester];
        var looked = time + _config.L1.Latency;
        if (own.TryFind(page, out var ready))
        {
            var merged = ready > looked;
            _counters.Hits += merged ? 0 : 1;
            _counters.Misses += merged ? 1 : 0;
            _counters.Merged += merged ? 1 : 0;
            return Math.Max(looked, ready);
        }

        _counters.Misses++;
        ready = BelowL1(looked, page);
        own.Insert(page, ready);
        return ready;
    }

    private long BelowL1(long time, long page)
    {
        if (_shared is null)
        {
            return _walkers.Walk(time, page, ref _counters);
        }

        var looked = time + _config.L2!.Latency;
        if (_shared.TryFind(page, out var ready))
        {
            _counters.SharedHits += ready > looked ? 0 : 1;
            _counters.Merged += ready > looked ? 1 : 0;
            return Math.Max(looked, ready);
        }

        ready = _walkers.Walk(looked, page, ref _counters);
        _shared.Insert(page, ready);
        return ready;
    }
}
