namespace AccelSim.Chips.Simt;

/// <summary>
/// Watches the blocks of one kernel end and says when to leave some out: after waves of steady time it jumps towards the end, with some measured waves
/// in between where the way is long, and always simulates the last waves. Whole waves are left out, so that the last one is as full as it would be.
/// </summary>
internal sealed class WaveSampler
{
    /// <summary>Waves measured between two jumps, and behind the last, where the waves are so even that few before the first were enough.</summary>
    private const int ShortProbe = 2;

    private const int ShortTail = 1;

    private readonly SampleRule _rule;
    private readonly long _blocks;
    private readonly long _wave;
    private readonly Func<SimtAccounts> _accounts;
    private readonly SimtAccounts _begin;
    private readonly List<WaveBoundary> _boundaries = [];
    private readonly List<IReadOnlyList<long>> _windows = [];
    private readonly List<long> _gaps = [];
    private readonly List<SimtAccounts> _did = [];
    private long _ended;
    private long _unreplaced;
    private long _simulated;
    private int _settling;
    private int _probes;
    private int _probe;
    private int _tail;

    /// <param name="rule">How.</param>
    /// <param name="blocks">Blocks of the grid.</param>
    /// <param name="wave">Blocks that the chip holds.</param>
    /// <param name="accounts">Takes the accounts of the device.</param>
    public WaveSampler(SampleRule rule, long blocks, long wave, Func<SimtAccounts> accounts)
    {
        (_rule, _blocks, _wave, _accounts) = (rule, blocks, wave, accounts);
        _settling = rule.SettlingWaves;
        _simulated = blocks;
        _begin = accounts();
    }

    /// <summary>True behind the last jump.</summary>
    private bool InTail => _gaps.Count > 0 && _probes == 0;

    /// <summary>A block has ended at <paramref name="time"/> (fs).</summary>
    /// <param name="time">When.</param>
    /// <param name="next">The block that would be placed next.</param>
    /// <returns>Blocks to leave out before it.</returns>
    public long BlockEnded(long time, long next)
    {
        _ended++;
        _unreplaced += next == _blocks ? 1 : 0;

        // Once a block was not replaced by another the chip is not full any more.
        if (_ended % _wave != 0 || _unreplaced > 1)
        {
            return 0;
        }

        if (_settling > 0 && --_settling > 0)
        {
            return 0;
        }

        _boundaries.Add(new WaveBoundary(time, _accounts()));
        if (_boundaries.Count > _rule.MostWaves + 1)
        {
            _boundaries.RemoveAt(0);
        }

        return InTail ? 0 : _gaps.Count == 0 ? FirstJump(next) : Probe(next);
    }

    /// <summary>What was left out, and the accounts of it; null where nothing was.</summary>
    /// <param name="clock">Clock of the SMs.</param>
    /// <param name="entered">Receives the accounts of what was left out.</param>
    public KernelSample? End(Engine.Clock clock, Action<SkippedAccounts> entered)
    {
        if (_gaps.Count == 0)
        {
            return null;
        }

        Close(_tail);
        var estimate = WaveEstimate.Of(_windows, _gaps);
        var cycles = clock.CycleAtOrAfter((long)estimate.Femtoseconds);
        entered(new SkippedAccounts(_accounts().Since(_begin), Left(), _blocks - _simulated, _simulated, cycles));
        return new KernelSample(_blocks, _simulated, _windows.Sum(window => window.Count), clock.Edge(cycles), (long)Math.Ceiling(estimate.Bound));
    }

    /// <summary>What the measured waves say of all gaps.</summary>
    private SimtAccounts Left()
    {
        var none = _did[0].Since(_did[0]);
        return Enumerable.Range(0, _did.Count).Aggregate(none, (sum, window) => sum.Plus(_did[window], WaveEstimate.Share(_gaps, window) / _windows[window].Count));
    }

    private long FirstJump(long next)
    {
        var waves = _boundaries.Count - 1;
        while (waves >= _rule.LeastWaves && WaveEstimate.Doubt(Times(_boundaries.Count - 1 - waves, waves)) > _rule.Tolerance)
        {
            waves--;
        }

        if (waves < _rule.LeastWaves)
        {
            return 0;
        }

        (_probe, _tail) = waves < WaveEstimate.LongWindow ? (ShortProbe, ShortTail) : (waves, waves);
        var skippable = Skippable(next);
        if (skippable < 1)
        {
            return 0;
        }

        _probes = (int)Math.Min(_rule.MostProbes, skippable / (_rule.JumpPerMeasured * waves));
        Close(waves);
        return Jump(skippable);
    }

    private long Probe(long next)
    {
        if (_boundaries.Count <= _probe)
        {
            return 0;
        }

        var skippable = Skippable(next);
        _probes--;
        Close(_probe);
        return Jump(skippable);
    }

    /// <summary>Whole waves before those at the end that are simulated: blocks from before the jump end, measured waves, and one in which the chip empties.</summary>
    private long Skippable(long next) => (_blocks - next - ((_rule.SettlingWaves + _tail) * _wave)) / _wave;

    private long Jump(long skippable)
    {
        var each = (skippable - (_probes * (long)(_rule.SettlingWaves + _probe))) / (_probes + 1);
        _gaps.Add(each);
        _settling = _rule.SettlingWaves;
        _simulated -= each * _wave;
        return each * _wave;
    }

    /// <summary>Ends a window of so many waves.</summary>
    private void Close(int waves)
    {
        var from = _boundaries.Count - 1 - waves;
        _windows.Add(Times(from, waves));
        _did.Add(_boundaries[^1].Accounts.Since(_boundaries[from].Accounts));
        _boundaries.Clear();
    }

    private long[] Times(int from, int waves) => [.. Enumerable.Range(from, waves).Select(i => _boundaries[i + 1].Time - _boundaries[i].Time)];
}
