namespace AccelSim.Functional.Simt;

/// <summary>
/// The barriers in a block's shared memory (PTX: mbarrier), by address. A phase is over when all arrivals and all bytes that it expects have come; bytes
/// may come before they are expected, as long as an arrival is missing. What the real object's eight bytes hold is not public: here nothing is stored there.
/// </summary>
public sealed class SimtMbarriers
{
    /// <summary>Bytes of a barrier.</summary>
    public const int Bytes = 8;

    /// <summary>Most arrivals of a phase: 20 bits (PTX ISA, mbarrier.init).</summary>
    public const int MostArrivals = (1 << 20) - 1;

    private readonly Dictionary<int, State> _states = [];

    /// <summary>Begins a block: there are none.</summary>
    public void Start() => _states.Clear();

    /// <summary>Makes one, or makes it anew.</summary>
    public void Initialize(int address, int arrivals) => _states[address] = new State { Arrivals = arrivals, Missing = arrivals };

    /// <summary>True where there is one.</summary>
    public bool Has(int address) => _states.ContainsKey(address);

    /// <summary>Arrives some times; false where the phase waits for fewer.</summary>
    public bool Arrive(int address, int times)
    {
        var state = _states[address];
        if (state.Missing < times)
        {
            return false;
        }

        state.Missing -= times;
        _states[address] = state.Next();
        return true;
    }

    /// <summary>The phase waits for more bytes.</summary>
    public void Expect(int address, long bytes)
    {
        var state = _states[address];
        state.Bytes += bytes;
        _states[address] = state.Next();
    }

    /// <summary>Bytes have come.</summary>
    public void Complete(int address, long bytes) => Expect(address, -bytes);

    /// <summary>True where the phase of a parity is over: the one before the phase that runs has the other parity.</summary>
    public bool IsOver(int address, int parity) => (_states[address].Phase & 1) != parity;

    /// <summary>What the running phase waits for, for messages.</summary>
    public string Describe(int address)
    {
        var state = _states[address];
        return FormattableString.Invariant($"mbarrier at 0x{address:x}, whose phase {state.Phase} lacks {state.Missing} of {state.Arrivals} arrivals and {state.Bytes} bytes");
    }

    private struct State
    {
        public int Arrivals;
        public int Missing;
        public long Bytes;
        public long Phase;

        /// <summary>Goes on to the next phase where this one is over.</summary>
        public readonly State Next() => Missing > 0 || Bytes != 0 ? this : this with { Missing = Arrivals, Phase = Phase + 1 };
    }
}
