using AccelSim.Engine;

namespace AccelSim.Memory.Tests;

/// <summary>Asks a memory for accesses at given times and keeps what came of them.</summary>
internal sealed class DramUser : Component, IDramClient
{
    private readonly List<(AffinePattern Pattern, bool Write)> _planned = [];
    private readonly List<Action> _watches = [];

    public DramUser(DramConfig config, Func<int, IDramCommandLog?>? log = null)
        : base(new Simulation(), "user") =>
        Dram = new DramSystem(Simulation, config, log);

    public DramSystem Dram { get; }

    /// <summary>Outcomes by number of access.</summary>
    public Dictionary<int, (long Asked, DramOutcome Outcome)> Ended { get; } = [];

    /// <summary>Numbers of accesses in the order in which they ended.</summary>
    public List<int> Order { get; } = [];

    public void Plan(long time, AffinePattern pattern, bool write)
    {
        Simulation.Schedule(time, Phase.Execute, this, 0, _planned.Count);
        _planned.Add((pattern, write));
        Ended[_planned.Count - 1] = (time, default);
    }

    /// <summary>Does something in an instant, before what is planned later for the same one.</summary>
    public void Watch(long time, Action act)
    {
        Simulation.Schedule(time, Phase.Execute, this, 1, _watches.Count);
        _watches.Add(act);
    }

    public void Run() => Simulation.Run();

    /// <summary>One access, alone and to its end.</summary>
    public DramOutcome Do(AffinePattern pattern, bool write)
    {
        Plan(Now, pattern, write);
        Run();
        return Ended[_planned.Count - 1].Outcome;
    }

    public void Accessed(int tag, in DramOutcome outcome)
    {
        Assert.Equal(Now, outcome.Done);
        Assert.Equal(0, Ended[tag].Outcome.Done);
        Ended[tag] = (Ended[tag].Asked, outcome);
        Order.Add(tag);
    }

    protected override void Handle(in SimEvent item)
    {
        if (item.Tag == 1)
        {
            _watches[(int)item.Payload]();
            return;
        }

        var (pattern, write) = _planned[(int)item.Payload];
        Dram.Access(pattern, write, this, (int)item.Payload);
    }
}
