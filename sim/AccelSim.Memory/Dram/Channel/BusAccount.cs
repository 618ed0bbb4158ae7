namespace AccelSim.Memory;

/// <summary>
/// Says what the data bus of each pseudo channel did with its time. The gap before a column command is put down, in this order, to nobody
/// asking, refresh, the turn of the bus, and the row that had to be opened; without one, to the bank group.
/// </summary>
internal sealed class BusAccount(DramDevice device)
{
    private readonly long[] _busy = new long[device.PseudoChannels];
    private readonly BusTime[] _rest = new BusTime[device.PseudoChannels];
    private readonly long[] _free = new long[device.PseudoChannels];
    private readonly bool[] _wrote = new bool[device.PseudoChannels];
    private readonly long[] _refreshFrom = new long[device.PseudoChannels];
    private readonly long[] _refreshTo = new long[device.PseudoChannels];
    private readonly int _toWrite = device.ReadToWrite - device.BurstTicks;
    private readonly int _toRead = device.WriteTicks + device.WriteToReadShort - device.BurstTicks;

    /// <summary>A bus, up to its last burst.</summary>
    public BusTime this[int bus] => _rest[bus] with { Busy = _busy[bus] };

    /// <summary>What a bus did beside bursts, up to its last burst.</summary>
    public ref readonly BusTime Rest(int bus) => ref _rest[bus];

    /// <summary>The end of a bus's last burst: the sum of all it did.</summary>
    public long Free(int bus) => _free[bus];

    /// <summary>A column command at <paramref name="tick"/>.</summary>
    /// <param name="bus">Pseudo channel.</param>
    /// <param name="tick">When it is issued.</param>
    /// <param name="arrival">When its request arrived.</param>
    /// <param name="first">True for the first of its row.</param>
    /// <param name="write">Write or read.</param>
    public void Column(int bus, long tick, long arrival, bool first, bool write)
    {
        var gap = tick - _free[bus];
        if (gap > 0)
        {
            Gap(bus, gap, arrival, first, write);
        }

        // Bursts of two ranks may overlap in their command times.
        _busy[bus] += device.BurstTicks + Math.Min(0, gap);
        _free[bus] = tick + device.BurstTicks;
        _wrote[bus] = write;
    }

    /// <summary>Further column commands, without a gap, the last one <paramref name="ticks"/> after that of <see cref="Column"/>.</summary>
    public void Run(int bus, long ticks)
    {
        _busy[bus] += ticks;
        _free[bus] += ticks;
    }

    /// <summary>A refresh of all banks behind a bus.</summary>
    public void Refresh(int bus, long from)
    {
        _refreshFrom[bus] = from;
        _refreshTo[bus] = from + device.Refresh;
    }

    /// <summary>Begins at tick 0 again.</summary>
    public void Restart()
    {
        Array.Clear(_busy);
        Array.Clear(_rest);
        Array.Clear(_free);
        Array.Clear(_wrote);
        Array.Clear(_refreshFrom);
        Array.Clear(_refreshTo);
    }

    private void Gap(int bus, long gap, long arrival, bool first, bool write)
    {
        var idle = Math.Clamp(arrival - _free[bus], 0, gap);
        var rest = gap - idle;
        var refresh = Math.Clamp(Math.Min(_refreshTo[bus], _free[bus] + gap) - Math.Max(_refreshFrom[bus], _free[bus] + idle), 0, rest);
        rest -= refresh;
        var turn = _wrote[bus] == write ? 0 : Math.Min(rest, write ? _toWrite : _toRead);
        rest -= turn;
        _busy[bus] += first ? 0 : rest;
        _rest[bus] += new BusTime(0, first ? rest : 0, refresh, turn, idle);
    }
}
