using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Device memory as the level behind the last cache.</summary>
/// <param name="simulation">Where both live.</param>
/// <param name="dram">The channels.</param>
public sealed class DramLevel(Simulation simulation, DramSystem dram) : ICacheLevel, IDramClient
{
    private readonly NumberPool<Waiting> _waiting = new(64);
    private readonly long[] _spent = new long[CauseNames.Count];

    /// <inheritdoc/>
    public void Access(long address, int bytes, bool write, ICacheClient? client, int tag)
    {
        if (client is null)
        {
            dram.Access(new AffinePattern(address, bytes), write, null);
            return;
        }

        var number = _waiting.Take();
        _waiting.Items[number] = new Waiting { Client = client, Tag = tag, Asked = simulation.Now };
        dram.Access(new AffinePattern(address, bytes), write, this, number);
    }

    /// <summary>
    /// Divides time that somebody waited for this level among causes, in the proportion in which all awaited accesses so far spent theirs: a
    /// fetch serves several, and not all of them from its beginning.
    /// </summary>
    /// <param name="time">The time, fs.</param>
    /// <param name="spent">What is added to, by number of the cause.</param>
    public void Spread(long time, Span<long> spent)
    {
        var total = 0L;
        foreach (var part in _spent)
        {
            total += part;
        }

        if (total > 0)
        {
            Apportionment.Add(time, _spent, spent);
        }
    }

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
        outcome.AddTo(_spent);
        var waiting = _waiting.Items[tag];
        _waiting.Items[tag].Client = null;
        _waiting.Return(tag);
        waiting.Client?.CacheDone(
            waiting.Tag, new CacheOutcome(outcome.Done, 0, 0, outcome.Latency, outcome.Done - waiting.Asked - outcome.Latency, false));
    }

    private struct Waiting
    {
        public ICacheClient? Client;
        public int Tag;
        public long Asked;
    }
}
