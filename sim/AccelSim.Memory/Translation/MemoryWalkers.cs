using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// Hardware that reads page tables from device memory, 8 bytes a level, one after the other from the root. Walks take walkers in the order in
/// which they are ready to begin; tables that a walk has read are remembered, and one that begins then goes on below the deepest of them.
/// </summary>
internal sealed class MemoryWalkers(Simulation simulation, TranslationConfig config, DramSystem memory, Action<long> walked)
    : Component(simulation, "page walkers"), IDramClient
{
    private readonly KnownTables _tables = new(config);
    private readonly NumberPool<Walk> _walks = new(16);
    private readonly HashSet<long> _pages = [];
    private readonly Queue<int> _waiting = new();
    private int _free = config.Walkers;

    /// <summary>Walks that have begun.</summary>
    public long Walks { get; private set; }

    /// <summary>Reads of tables.</summary>
    public long Reads { get; private set; }

    /// <summary>Time that walks waited for a walker, fs.</summary>
    public long Waited { get; private set; }

    public override bool HasUnfinishedWork => _pages.Count > 0;

    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: {_pages.Count} pages not walked for");
    }

    /// <summary>Walks for a page from <paramref name="time"/> (fs) on; false where that is being done already. Whoever owns this is told when the page is known.</summary>
    public bool TryBegin(long time, long page)
    {
        if (!_pages.Add(page))
        {
            return false;
        }

        var number = _walks.Take();
        _walks.Items[number] = new Walk { Page = page, Ready = time };
        Simulation.Schedule(time, Phase.Execute, this, 0, number);
        return true;
    }

    void IDramClient.Accessed(int tag, in DramOutcome outcome)
    {
        ref var walk = ref _walks.Items[tag];
        walk.Level++;
        _tables.Remember(walk.Page, walk.Level, Now);
        if (walk.Level < config.Levels)
        {
            Read(tag);
            return;
        }

        var page = walk.Page;
        _walks.Return(tag);
        _pages.Remove(page);
        _free++;
        if (_waiting.TryDequeue(out var next))
        {
            Begin(next);
        }

        walked(page);
    }

    protected override void Handle(in SimEvent item)
    {
        if (_free == 0)
        {
            _waiting.Enqueue((int)item.Payload);
        }
        else
        {
            Begin((int)item.Payload);
        }
    }

    private void Begin(int number)
    {
        ref var walk = ref _walks.Items[number];
        _free--;
        Walks++;
        Waited += Now - walk.Ready;
        walk.Level = _tables.Above(walk.Page, Now);
        Read(number);
    }

    private void Read(int number)
    {
        Reads++;
        var walk = _walks.Items[number];
        var entry = walk.Page >> Math.Min(62, config.LevelBits * (config.Levels - 1 - walk.Level));
        memory.Access(new AffinePattern(config.TableBases[walk.Level] + (entry * Machine.TranslationSpec.EntryBytes), Machine.TranslationSpec.EntryBytes), write: false, this, number);
    }

    private struct Walk
    {
        public long Page;
        public long Ready;
        public int Level;
    }
}
