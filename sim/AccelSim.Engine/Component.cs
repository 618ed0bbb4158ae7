namespace AccelSim.Engine;

/// <summary>A unit of the simulated machine that receives events. It registers itself with its simulation and is known by its ordinal.</summary>
public abstract class Component
{
    private const int WakeTag = -1;
    private const long Asleep = long.MaxValue;

    private long _wakeAt = Asleep;

    /// <summary>Registers the component.</summary>
    /// <param name="simulation">The simulation it lives in.</param>
    /// <param name="name">For people only; nothing looks a component up by name.</param>
    protected Component(Simulation simulation, string name)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        Simulation = simulation;
        Name = name;
        Ordinal = simulation.Register(this);
    }

    /// <summary>Name shown in errors and reports.</summary>
    public string Name { get; }

    /// <summary>Position in <see cref="Simulation.Components"/>.</summary>
    public int Ordinal { get; }

    /// <summary>True while the component holds work that has not ended; asked when no event is left, to tell an end from a deadlock.</summary>
    public virtual bool HasUnfinishedWork => false;

    /// <summary>The simulation it lives in.</summary>
    protected Simulation Simulation { get; }

    /// <summary>The present time in fs.</summary>
    protected long Now => Simulation.Now;

    /// <summary>Adds one line for each thing this component waits for; asked only when <see cref="HasUnfinishedWork"/>.</summary>
    public virtual void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: unfinished work");
    }

    internal void Dispatch(in SimEvent item)
    {
        if (item.Tag != WakeTag)
        {
            Handle(item);
        }
        else if (item.Time == _wakeAt)
        {
            _wakeAt = Asleep;
            Wake();
        }
    }

    /// <summary>Acts on an event that was scheduled for this component.</summary>
    protected abstract void Handle(in SimEvent item);

    /// <summary>Acts after <see cref="WakeAt"/>; the component sleeps until then.</summary>
    protected virtual void Wake()
    {
    }

    /// <summary>
    /// Asks for one <see cref="Wake"/> at <paramref name="time"/> fs in phase Execute. Requests collapse to the earliest one that is
    /// pending: a woken unit looks at everything it may act on and asks again.
    /// </summary>
    protected void WakeAt(long time)
    {
        if (time < _wakeAt)
        {
            _wakeAt = time;
            Simulation.Schedule(time, Phase.Execute, this, WakeTag);
        }
    }
}
