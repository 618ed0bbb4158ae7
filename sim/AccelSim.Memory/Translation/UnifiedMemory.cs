using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>
/// Pages that are either on the host or on the device. All begin on the host. A request for a page on the host goes there over the host link
/// until the page has been asked for as often as the threshold says; the next one waits for the fault and for the page. Where the device is
/// full, the page used longest ago makes room and is written back first if it was modified. The link carries pages in order of request.
/// </summary>
public sealed class UnifiedMemory
{
    private readonly UnifiedConfig _config;
    private readonly AddressTranslation? _translation;
    private readonly ResidentPages _pages;
    private readonly HostLane _in;
    private readonly HostLane _out;
    private readonly FaultBatches _faults;
    private readonly int _pageBits;
    private UnifiedCounters _counters;
    private int _launch = 1;

    /// <summary>All pages on the host.</summary>
    /// <param name="config">Numbers.</param>
    /// <param name="translation">Forgets pages that leave the device; null where addresses are not translated.</param>
    public UnifiedMemory(UnifiedConfig config, AddressTranslation? translation = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (!long.IsPow2(config.PageBytes))
        {
            throw new ArgumentException($"a page of {config.PageBytes} bytes is no power of two", nameof(config));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(config.Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(config.Pages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(config.LinkBytesPerSecond, 1);
        (_config, _translation) = (config, translation);
        _pages = new ResidentPages(config.Pages);
        _in = new HostLane(config.LinkBytesPerSecond, config.LinkLatency);
        _out = new HostLane(config.LinkBytesPerSecond, config.LinkLatency);
        _faults = new FaultBatches(config.FaultLatency, config.FaultBatch);
        _pageBits = int.CreateChecked(long.Log2(config.PageBytes));
    }

    /// <summary>What it did so far.</summary>
    public UnifiedCounters Counters => _counters with { Batches = _faults.Count };

    /// <summary>Pages on the device, or on their way there.</summary>
    public int Resident => _pages.Count;

    /// <summary>Bytes of a page.</summary>
    public long PageBytes => _config.PageBytes;

    /// <summary>The pages that a pattern comes to.</summary>
    public PatternPages PagesOf(in AffinePattern pattern) => new(pattern, _pageBits);

    /// <summary>Number of the page of an address; the number of pages or more where it is not shared.</summary>
    public long PageOf(long address) => address >> _pageBits;

    /// <summary>True where pages of that number are shared; others are on the device for good.</summary>
    public bool IsShared(long page) => page < _config.Pages;

    /// <summary>True where a page is on the device, or on its way there.</summary>
    public bool IsOnDevice(long page) => !IsShared(page) || _pages[(int)page].OnDevice;

    /// <summary>True where the next touch of a page goes to the host.</summary>
    public bool IsRemote(long page) => !IsOnDevice(page) && _pages[(int)page].Accesses < _config.Threshold;

    /// <summary>A request touches a page at <paramref name="time"/> (fs).</summary>
    public PageTouch Touch(long time, long page, bool write)
    {
        if (!IsShared(page))
        {
            return new PageTouch(time, false);
        }

        var number = (int)page;
        ref var state = ref _pages[number];
        if (state.OnDevice)
        {
            return new PageTouch(Math.Max(time, Use(time, number, write)), false);
        }

        if (state.Accesses < _config.Threshold)
        {
            state.Accesses++;
            return new PageTouch(time, true);
        }

        _counters.Faults++;
        var handled = _faults.Handle(time);
        var ready = Fetch(handled, number);
        _pages[number].Modified = write;
        Follow(handled, number);
        return new PageTouch(ready, false);
    }

    /// <summary>Carries bytes of a remote access; returns when it has ended, fs.</summary>
    public long AccessRemotely(long time, long bytes, bool write)
    {
        _counters.RemoteBytes += bytes;

        // A read sends its request one way and gets its data the other; a write is one way.
        return write ? _out.Carry(time, bytes) : _in.Carry(time + _config.LinkLatency, bytes);
    }

    /// <summary>
    /// A kernel launch begins. What <see cref="KeepForLaunch"/> and touches name from here on is not given up for what is fetched ahead for
    /// later launches.
    /// </summary>
    public void BeginLaunch() => _launch++;

    /// <summary>The launch that begins will touch these bytes.</summary>
    public void KeepForLaunch(long address, long bytes)
    {
        for (var (page, end) = Shared(address, bytes); page < end; page++)
        {
            _pages[page].Launch = _launch;
        }
    }

    /// <summary>Fetches bytes for a later launch, from <paramref name="time"/> (fs) on, as far as there is room.</summary>
    public void FetchAhead(long time, long address, long bytes)
    {
        for (var (page, end) = Shared(address, bytes); page < end; page++)
        {
            if (!_pages[page].OnDevice && !TryAhead(time, page, displace: false))
            {
                return;
            }
        }
    }

    /// <summary>A copy of the host has put these bytes into device memory: their pages are there, as far as there is room without giving up any.</summary>
    public void Place(long time, long address, long bytes)
    {
        for (var (page, end) = Shared(address, bytes); page < end; page++)
        {
            if (!_pages[page].OnDevice && _pages.Count < _config.Capacity)
            {
                _pages.Add(page, time);
                _pages[page].Modified = true;
            }
        }
    }

    /// <summary>The shared pages among those of some bytes: the first, and the one behind the last.</summary>
    private (int First, int End) Shared(long address, long bytes) =>
        ((int)Math.Min(PageOf(address), _config.Pages), bytes > 0 ? (int)Math.Min(PageOf(address + bytes - 1) + 1, _config.Pages) : 0);

    private long Use(long time, int page, bool write)
    {
        _pages.Use(page);
        ref var state = ref _pages[page];
        state.Modified |= write;
        state.Launch = _launch;
        var ready = state.Ready;
        if (state.Ahead)
        {
            state.Ahead = false;
            _counters.PrefetchedUsed++;
            Follow(time, page);
        }

        return ready;
    }

    private void Follow(long time, int page)
    {
        if (_config.Prefetch != PrefetchPolicy.Sequential)
        {
            return;
        }

        for (var next = page + 1; next <= page + _config.Depth && next < _config.Pages; next++)
        {
            if (!_pages[next].OnDevice)
            {
                TryAhead(time, next, displace: true);
            }
        }
    }

    private bool TryAhead(long time, int page, bool displace)
    {
        if (!displace && _pages.Count >= _config.Capacity && _pages[_pages.Oldest].Launch >= _launch)
        {
            return false;
        }

        Fetch(time, page);
        _pages[page].Ahead = true;
        _counters.Prefetched++;
        return true;
    }

    /// <summary>Moves a page to the device from <paramref name="time"/> (fs) on; returns when it is there.</summary>
    private long Fetch(long time, int page)
    {
        var start = _pages.Count >= _config.Capacity ? MakeRoom(time) : time;
        var ready = _in.Carry(start, _config.PageBytes);
        _counters.BytesIn += _config.PageBytes;
        _pages.Add(page, ready);
        _pages[page].Launch = _launch;
        return ready;
    }

    private long MakeRoom(long time)
    {
        var page = _pages.Oldest;
        ref var state = ref _pages[page];
        var free = Math.Max(time, state.Ready);
        if (state.Modified)
        {
            free = _out.Carry(free, _config.PageBytes);
            _counters.BytesOut += _config.PageBytes;
        }

        _counters.Evicted++;
        _counters.PrefetchedEvicted += state.Ahead ? 1 : 0;
        state.Ahead = false;
        _pages.Remove(page);
        _translation?.Forget((long)page << _pageBits, _config.PageBytes);
        return free;
    }
}
