using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>Device memory as the level behind the last cache.</summary>
/// <param name="simulation">Where both live.</param>
/// <param name="dram">The channels.</param>
public sealed class DramLevel(Simulation simulation, DramSystem dram) : ICacheLevel, IDramClient
{
    private readonly NumberPool<Waiting> _waiting = new(64);

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

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
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
