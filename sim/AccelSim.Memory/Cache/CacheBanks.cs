using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>The data banks of a cache: until when each is busy, and what it did with its time.</summary>
internal sealed class CacheBanks
{
    private readonly CacheConfig _config;
    private readonly Clock _clock;
    private readonly long[] _freeAt;
    private readonly bool[] _blocked;
    private readonly Ledger[] _ledgers;

    public CacheBanks(CacheConfig config, Clock clock, string name)
    {
        _config = config;
        _clock = clock;
        _freeAt = new long[config.Banks];
        _blocked = new bool[config.Banks];
        _ledgers = [.. Enumerable.Range(0, config.Banks).Select(bank => new Ledger($"{name} bank {bank}"))];
    }

    public IReadOnlyList<Ledger> Ledgers => _ledgers;

    /// <summary>The bank of an address.</summary>
    public int Of(long address) => (int)(address / _config.BankInterleaveBytes % _config.Banks);

    /// <summary>First cycle in which a bank can serve.</summary>
    public long FreeAt(int bank) => _freeAt[bank];

    /// <summary>Time up to now that a bank stood before a miss that could not be taken, fs.</summary>
    public long LimitedUntil(int bank, long now)
    {
        if (_blocked[bank])
        {
            _ledgers[bank].AdvanceIfLater(now, Cause.CacheMissLimit);
        }

        return _ledgers[bank][Cause.CacheMissLimit];
    }

    /// <summary>From now on the bank stands before a miss that cannot be taken.</summary>
    public void Block(int bank, long now)
    {
        Settle(bank, now);
        _blocked[bank] = true;
    }

    /// <summary>The miss could be taken.</summary>
    public void Release(int bank, long now)
    {
        Settle(bank, now);
        _blocked[bank] = false;
    }

    /// <summary>
    /// Takes the banks of [address, address + bytes) from the first cycle, not before <paramref name="cycle"/>, in which all of them are
    /// free. Returns that cycle and, in <paramref name="cycles"/>, how long the last of them works.
    /// </summary>
    public long Take(long address, int bytes, long cycle, out long cycles)
    {
        var start = cycle;
        var end = address + bytes;
        for (var at = address; at < end; at = NextBank(at))
        {
            start = Math.Max(start, _freeAt[Of(at)]);
        }

        cycles = 0;
        for (var at = address; at < end; at = NextBank(at))
        {
            var bank = Of(at);
            Settle(bank, _clock.Edge(cycle));
            _ledgers[bank].AdvanceIfLater(_clock.Edge(start), Cause.CacheConflict);
            Work(bank, start, Words(at, Math.Min(end, NextBank(at))));
            cycles = Math.Max(cycles, _freeAt[bank] - start);
        }

        return start;
    }

    /// <summary>Takes one cycle of a bank that only looks something up.</summary>
    public void Look(int bank, long cycle)
    {
        Settle(bank, _clock.Edge(cycle));
        Work(bank, cycle, 1);
    }

    /// <summary>Writes data that came from the next level; each bank does so when it is free.</summary>
    public void Fill(long address, int bytes, long cycle)
    {
        var end = address + bytes;
        for (var at = address; at < end; at = NextBank(at))
        {
            var bank = Of(at);
            Settle(bank, _clock.Edge(cycle));
            Work(bank, cycle, Words(at, Math.Min(end, NextBank(at))));
        }
    }

    /// <summary>Closes all accounts at <paramref name="end"/> (fs).</summary>
    public void SettleAll(long end)
    {
        for (var bank = 0; bank < _ledgers.Length; bank++)
        {
            Settle(bank, end);
        }
    }

    /// <summary>First address behind the one given that lies in another bank.</summary>
    private long NextBank(long address) => ((address / _config.BankInterleaveBytes) + 1) * _config.BankInterleaveBytes;

    private long Words(long from, long to) => ((to - 1) / _config.BankWidthBytes) - (from / _config.BankWidthBytes) + 1;

    private void Settle(int bank, long time) => _ledgers[bank].AdvanceIfLater(time, _blocked[bank] ? Cause.CacheMissLimit : Cause.Idle);

    private void Work(int bank, long cycle, long cycles)
    {
        _freeAt[bank] = Math.Max(_freeAt[bank], cycle) + cycles;
        _ledgers[bank].AdvanceIfLater(_clock.Edge(_freeAt[bank]), Cause.CacheBandwidth);
    }
}
