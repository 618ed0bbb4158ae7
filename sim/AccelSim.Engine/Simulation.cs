namespace AccelSim.Engine;

/// <summary>
/// One simulation: the time, the event queue and the components. Nothing outside it is shared, so any number may run side by side
/// in one process and each gives the same result as alone.
/// </summary>
public sealed class Simulation
{
    private const int CancellationMask = 0x3FF;

    private readonly EventQueue _queue = new();
    private readonly List<Component> _registered = [];
    private Component[] _components = [];

    /// <summary>The time of the event being handled, in fs.</summary>
    public long Now => _queue.Now;

    /// <summary>Events handled so far.</summary>
    public long EventsHandled { get; private set; }

    /// <summary>Running hash over (time, component, tag) of all handled events: equal for equal runs.</summary>
    public ulong TraceHash { get; private set; } = 14695981039346656037UL;

    /// <summary>The components in the order of their ordinals.</summary>
    public IReadOnlyList<Component> Components => _registered;

    /// <summary>Schedules an event for <paramref name="target"/> at <paramref name="time"/> fs, not before now.</summary>
    public void Schedule(long time, Phase phase, Component target, int tag, long payload = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        _queue.Push(time, phase, target.Ordinal, tag, payload);
    }

    /// <summary>Handles events until none is left.</summary>
    /// <exception cref="DeadlockException">No event is left but a component still has unfinished work.</exception>
    /// <exception cref="SimulationException">A component failed; the message has the time and its name.</exception>
    public void Run(CancellationToken cancellation = default) => TryFinish(long.MaxValue, cancellation);

    /// <summary>Handles events until none is left, or only such as lie later than <paramref name="lastTime"/> fs: then false.</summary>
    /// <exception cref="DeadlockException">No event is left but a component still has unfinished work.</exception>
    /// <exception cref="SimulationException">A component failed; the message has the time and its name.</exception>
    public bool TryFinish(long lastTime, CancellationToken cancellation = default)
    {
        RunUntil(lastTime, cancellation);
        if (_queue.TryPeekTime(out _))
        {
            return false;
        }

        var waiting = new List<string>();
        foreach (var component in _registered)
        {
            if (component.HasUnfinishedWork)
            {
                component.DescribeWait(waiting);
            }
        }

        if (waiting.Count > 0)
        {
            throw new DeadlockException(Now, waiting);
        }

        return true;
    }

    /// <summary>Handles every event whose time is at most <paramref name="lastTime"/> fs; later ones stay queued.</summary>
    public void RunUntil(long lastTime, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        while (_queue.TryPop(lastTime, out var item))
        {
            EventsHandled++;
            TraceHash = (TraceHash ^ (ulong)item.Time ^ ((ulong)(uint)item.Component << 40) ^ ((ulong)(uint)item.Tag << 20))
                * 1099511628211UL;
            var component = _components[item.Component];
            try
            {
                component.Dispatch(item);
            }
            catch (Exception error) when (error is not SimulationException and not OperationCanceledException)
            {
                throw new SimulationException(item.Time, component.Name, error);
            }

            if ((EventsHandled & CancellationMask) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    internal int Register(Component component)
    {
        _registered.Add(component);
        if (_components.Length < _registered.Count)
        {
            Array.Resize(ref _components, Math.Max(16, _components.Length * 2));
        }

        _components[_registered.Count - 1] = component;
        return _registered.Count - 1;
    }
}
