namespace AccelSim.Memory;

/// <summary>State of the pages of unified memory, and those on the device in order of last use.</summary>
internal sealed class ResidentPages
{
    private const int None = -1;

    private readonly int _pages;
    private Page[] _state;
    private int _newest = None;
    private int _oldest = None;

    public ResidentPages(int pages)
    {
        _pages = pages;
        _state = new Page[Math.Min(pages, 1024)];
    }

    /// <summary>Pages on the device, or on their way there.</summary>
    public int Count { get; private set; }

    /// <summary>The page used longest ago; -1 where the device has none.</summary>
    public int Oldest => _oldest;

    /// <summary>State of a page; valid until the next call.</summary>
    public ref Page this[int page]
    {
        get
        {
            if (page >= _state.Length)
            {
                Array.Resize(ref _state, Math.Min(_pages, Math.Max(page + 1, 2 * _state.Length)));
            }

            return ref _state[page];
        }
    }

    /// <summary>Puts a page on the device, used last.</summary>
    public void Add(int page, long ready)
    {
        ref var state = ref this[page];
        state = state with { OnDevice = true, Ready = ready, Accesses = 0, Modified = false, Ahead = false };
        PutFirst(page);
        Count++;
    }

    /// <summary>Makes a page on the device the one used last.</summary>
    public void Use(int page)
    {
        if (page != _newest)
        {
            Unlink(page);
            PutFirst(page);
        }
    }

    /// <summary>Takes a page off the device.</summary>
    public void Remove(int page)
    {
        Unlink(page);
        this[page].OnDevice = false;
        Count--;
    }

    private void PutFirst(int page)
    {
        ref var state = ref _state[page];
        (state.Newer, state.Older) = (None, _newest);
        if (_newest != None)
        {
            _state[_newest].Newer = page;
        }

        _newest = page;
        _oldest = _oldest == None ? page : _oldest;
    }

    private void Unlink(int page)
    {
        var (newer, older) = (_state[page].Newer, _state[page].Older);
        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _state[newer].Older = older;
        }

        if (older == None)
        {
            _oldest = newer;
        }
        else
        {
            _state[older].Newer = newer;
        }
    }

    /// <summary>One page.</summary>
    public struct Page
    {
        /// <summary>When it is there, fs.</summary>
        public long Ready;
        public int Newer;
        public int Older;

        /// <summary>Requests served from the host since it was last on the device.</summary>
        public int Accesses;

        /// <summary>Kernel launch that it was last kept for.</summary>
        public int Launch;
        public bool OnDevice;
        public bool Modified;

        /// <summary>Fetched ahead and not touched yet.</summary>
        public bool Ahead;
    }
}
