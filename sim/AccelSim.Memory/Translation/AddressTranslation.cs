using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// Two levels of translation look-aside buffers in front of page walkers. Look-ups come in order of time; a miss does not hold up what comes
/// behind it, and a second miss of a page waits for the walk of the first.
/// </summary>
public sealed class AddressTranslation
{
    /// <summary>In place of the time at which a translation is known while its walk is under way.</summary>
    private const long Underway = long.MaxValue;

    private readonly TranslationConfig _config;
    private readonly int _pageBits;
    private readonly Tlb[] _own;
    private readonly Tlb? _shared;
    private readonly PageWalkers _walkers;
    private readonly MemoryWalkers? _memoryWalkers;
    private readonly NumberPool<Waiting> _waiting = new(16);
    private readonly Dictionary<long, List<int>> _waitingFor = [];
    private readonly Simulation? _simulation;
    private TranslationCounters _counters;

    /// <summary>One that knows nothing yet, whose walks read device memory.</summary>
    /// <param name="config">Its numbers, with the place of its tables.</param>
    /// <param name="simulation">Where the memory lives.</param>
    /// <param name="memory">What walks read.</param>
    public AddressTranslation(TranslationConfig config, Simulation simulation, DramSystem memory)
        : this(config)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (config.TableBases.Length != config.Levels)
        {
            throw new ArgumentException($"{config.TableBases.Length} places for {config.Levels} levels of tables", nameof(config));
        }

        _simulation = simulation ?? throw new ArgumentNullException(nameof(simulation));
        _memoryWalkers = new MemoryWalkers(simulation, config, memory, Walked);
    }

    /// <summary>One that knows nothing yet, whose walks take a time for each level.</summary>
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
    public TranslationCounters Counters => _memoryWalkers is not { } walkers
        ? _counters
        : _counters with { Walks = walkers.Walks, WalkReads = walkers.Reads, WalkerWait = walkers.Waited };

    /// <summary>True where walks read device memory, so that only <see cref="TryTranslate"/> can be asked.</summary>
    public bool WalksMemory => _memoryWalkers is not null;

    /// <summary>
    /// Looks up every page of a pattern now, all at once. Where none needs a walk that has not ended, says when the last is known; else tells the
    /// client when it is.
    /// </summary>
    /// <param name="time">Now, fs.</param>
    /// <param name="requester">Whose first-level buffer.</param>
    /// <param name="pattern">Addresses, at least 0.</param>
    /// <param name="client">Told where this returns false, never during the call.</param>
    /// <param name="tag">Handed back to the client.</param>
    /// <param name="known">When the last page is known, fs.</param>
    public bool TryTranslate(long time, int requester, in AffinePattern pattern, ITranslationClient client, int tag, out long known)
    {
        ArgumentNullException.ThrowIfNull(client);
        known = time;
        var number = -1;
        foreach (var page in new PatternPages(pattern, _pageBits))
        {
            var ready = LookUp(time, requester, page);
            if (ready != Underway)
            {
                known = Math.Max(known, ready);
                continue;
            }

            number = number < 0 ? _waiting.Take() : number;
            _waiting.Items[number].Pages++;
            if (!_waitingFor.TryGetValue(page, out var list))
            {
                _waitingFor.Add(page, list = []);
            }

            list.Add(number);
        }

        if (number >= 0)
        {
            _waiting.Items[number] = new Waiting { Pages = _waiting.Items[number].Pages, Known = known, Client = client, Tag = tag };
        }

        return number < 0;
    }

    /// <summary>Looks up every page of a pattern at <paramref name="time"/> (fs), all at once; returns when the last is known.</summary>
    /// <param name="time">Now, fs; never less than before.</param>
    /// <param name="requester">Whose first-level buffer.</param>
    /// <param name="pattern">Addresses, at least 0.</param>
    /// <exception cref="InvalidOperationException">Walks read device memory, so nobody can tell.</exception>
    public long Translate(long time, int requester, in AffinePattern pattern)
    {
        if (WalksMemory)
        {
            throw new InvalidOperationException("walks read device memory: nobody can tell when they will have ended");
        }

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
            return Walk(time, page);
        }

        var looked = time + _config.L2!.Latency;
        if (_shared.TryFind(page, out var ready))
        {
            _counters.SharedHits += ready > looked ? 0 : 1;
            _counters.Merged += ready > looked ? 1 : 0;
            return Math.Max(looked, ready);
        }

        ready = Walk(looked, page);
        _shared.Insert(page, ready);
        return ready;
    }

    private long Walk(long time, long page)
    {
        if (_memoryWalkers is not { } walkers)
        {
            return _walkers.Walk(time, page, ref _counters);
        }

        _counters.Merged += walkers.TryBegin(time, page) ? 0 : 1;
        return Underway;
    }

    private void Walked(long page)
    {
        var now = _simulation!.Now;
        _shared?.Update(page, now);
        foreach (var own in _own)
        {
            own.Update(page, now);
        }

        _waitingFor.Remove(page, out var list);
        foreach (var number in list ?? [])
        {
            ref var item = ref _waiting.Items[number];
            if (--item.Pages == 0)
            {
                var (client, tag, known) = (item.Client!, item.Tag, Math.Max(now, item.Known));
                item = default;
                _waiting.Return(number);
                client.Translated(tag, known);
            }
        }
    }

    /// <summary>Pages that somebody waits for.</summary>
    private struct Waiting
    {
        public int Pages;
        public int Tag;
        public long Known;
        public ITranslationClient? Client;
    }
}
