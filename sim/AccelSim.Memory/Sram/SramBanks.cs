using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>
/// Words that requesters still want of each bank, served cycle by cycle where several want the same bank and in one step where one does.
/// A plain value: a copy shows what will happen if nobody else comes.
/// </summary>
internal sealed class SramBanks
{
    private readonly SramConfig _config;
    private readonly int _requesters;
    private readonly long[] _words;
    private readonly long[] _left;
    private readonly bool[] _writes;
    private readonly int[] _turn;
    private readonly long[] _age;
    private long _origin;

    public SramBanks(SramConfig config, int requesters)
    {
        _config = config;
        _requesters = requesters;
        _words = new long[config.Banks * requesters];
        _left = new long[requesters];
        _writes = new bool[requesters];
        _turn = new int[config.Banks];
        _age = new long[requesters];
    }

    /// <summary>First cycle that has not been served.</summary>
    public long Cycle { get; private set; }

    /// <summary>Words that a requester still wants, of all banks.</summary>
    public long Left(int requester) => _left[requester];

    /// <summary>Begins an access of a requester that wants nothing now.</summary>
    public void Begin(int requester, ReadOnlySpan<long> words, bool write)
    {
        _writes[requester] = write;
        _age[requester] = (Cycle * _requesters) + requester;
        for (var bank = 0; bank < words.Length; bank++)
        {
            _words[(bank * _requesters) + requester] = words[bank];
            _left[requester] += words[bank];
        }
    }

    public void CopyFrom(SramBanks other)
    {
        Cycle = other.Cycle;
        other._words.CopyTo(_words, 0);
        other._left.CopyTo(_left, 0);
        other._writes.CopyTo(_writes, 0);
        other._turn.CopyTo(_turn, 0);
        other._age.CopyTo(_age, 0);
    }

    /// <summary>Counts cycles from <paramref name="time"/> (fs) on, with the turn at the first requester; only while nobody wants anything.</summary>
    public void Restart(long time)
    {
        _origin = time;
        Cycle = 0;
        Array.Clear(_turn);
    }

    /// <summary>Serves all cycles before <paramref name="end"/>; enters them in the banks' accounts where there are any.</summary>
    public void Advance(long end, Ledger[]? ledgers)
    {
        for (var bank = 0; bank < _config.Banks; bank++)
        {
            for (var cycle = Cycle; cycle < end;)
            {
                var served = Serve(bank, end - cycle);
                if (served == 0)
                {
                    break;
                }

                ledgers?[bank].AdvanceIfLater(_origin + _config.Clock.Edge(cycle), Cause.Idle);
                cycle += served;
                ledgers?[bank].AdvanceIfLater(_origin + _config.Clock.Edge(cycle), Cause.SramBandwidth);
            }
        }

        Cycle = Math.Max(Cycle, end);
    }

    /// <summary>Serves up to, and returns, the cycle before which the first requester has all it wants, if nobody else comes; only while one wants something.</summary>
    public long UntilFirstEnds()
    {
        var wanting = Wanting();
        while (Wanting() == wanting)
        {
            Advance(Cycle + LoneCycles(), ledgers: null);
        }

        return Cycle;
    }

    /// <summary>Cycles that a requester's fullest bank needs for what it still wants, if nobody else asks.</summary>
    public long CyclesLeft(int requester)
    {
        var most = 0L;
        for (var bank = 0; bank < _config.Banks; bank++)
        {
            most = Math.Max(most, _words[(bank * _requesters) + requester]);
        }

        var ports = _config.PortsFor(_writes[requester]);
        return (most + ports - 1) / ports;
    }

    private int Wanting()
    {
        var count = 0;
        foreach (var left in _left)
        {
            count += left > 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Cycles that can go by before anything ends: those of the fullest bank where one requester is alone in all of them, else one.</summary>
    private long LoneCycles()
    {
        var lone = -1;
        for (var requester = 0; requester < _requesters; requester++)
        {
            if (_left[requester] > 0)
            {
                if (lone >= 0)
                {
                    return 1;
                }

                lone = requester;
            }
        }

        return CyclesLeft(lone);
    }

    /// <summary>Serves a bank for at least one cycle; returns for how many, 0 where nobody wants it.</summary>
    private long Serve(int bank, long most)
    {
        var words = _words.AsSpan(bank * _requesters, _requesters);
        var lone = words.IndexOfAnyExcept(0);
        if (lone < 0)
        {
            return 0;
        }

        if (!words[(lone + 1)..].ContainsAnyExcept(0))
        {
            var ports = _config.PortsFor(_writes[lone]);
            var cycles = Math.Min(most, (words[lone] + ports - 1) / ports);
            Take(words, lone, Math.Min(words[lone], cycles * ports));
            _turn[bank] = (lone + 1) % _requesters;
            return cycles;
        }

        ServeOne(bank, words);
        return 1;
    }

    private void ServeOne(int bank, Span<long> words)
    {
        var shared = _config.PortsPerBank;
        var reads = _config.ReadPorts;
        var writes = _config.WritePorts;
        if (_config.Arbitration == SramArbitration.OldestFirst)
        {
            ServeOldest(words, shared, reads, writes);
            return;
        }

        var fair = _config.Arbitration == SramArbitration.RoundRobin;
        var next = fair ? _turn[bank] : 0;
        for (var passed = 0; passed < _requesters;)
        {
            ref var dedicated = ref _writes[next] ? ref writes : ref reads;
            if (words[next] == 0 || (dedicated == 0 && shared == 0))
            {
                passed++;
                next = (next + 1) % _requesters;
                continue;
            }

            _ = dedicated > 0 ? dedicated-- : shared--;
            Take(words, next, 1);
            if (fair)
            {
                passed = 0;
                next = (next + 1) % _requesters;
                _turn[bank] = next;
            }
        }
    }

    private void ServeOldest(Span<long> words, int shared, int reads, int writes)
    {
        for (var oldest = 0; oldest >= 0;)
        {
            oldest = -1;
            for (var requester = 0; requester < _requesters; requester++)
            {
                if (words[requester] > 0 && (_writes[requester] ? writes : reads) + shared > 0 && (oldest < 0 || _age[requester] < _age[oldest]))
                {
                    oldest = requester;
                }
            }

            if (oldest >= 0)
            {
                ref var dedicated = ref _writes[oldest] ? ref writes : ref reads;
                _ = dedicated > 0 ? dedicated-- : shared--;
                Take(words, oldest, 1);
            }
        }
    }

    private void Take(Span<long> words, int requester, long count)
    {
        words[requester] -= count;
        _left[requester] -= count;
    }
}
