using System.Runtime.InteropServices;
using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>
/// Stands before links that several routes share and lets one packet after the other go: when all links of its route are free, the one of the
/// lowest priority number, the oldest of equals. A packet under way is not interrupted. Whoever has been passed by as many younger ones as
/// the bound says goes before all others.
/// </summary>
public sealed class RouteArbiter : Component
{
    private readonly List<Waiting> _waiting = new(64);
    private readonly int _bound;

    /// <summary>An arbiter nobody waits for.</summary>
    /// <param name="simulation">Where it lives.</param>
    /// <param name="name">For reports.</param>
    /// <param name="bound">Younger packets that may pass one that could go; at least 0, which is order of age.</param>
    public RouteArbiter(Simulation simulation, string name, int bound)
        : base(simulation, name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        _bound = bound;
    }

    /// <inheritdoc/>
    public override bool HasUnfinishedWork => _waiting.Count > 0;

    /// <inheritdoc/>
    public override void DescribeWait(ICollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lines.Add($"{Name}: {_waiting.Count} packets wait for links");
    }

    /// <summary>Asks to send a packet; the client is told, perhaps at once, when it may.</summary>
    /// <param name="route">Links it is going to reserve.</param>
    /// <param name="priority">Lower goes first.</param>
    /// <param name="client">Told once, and sends before it returns.</param>
    /// <param name="tag">Handed back to the client.</param>
    public void Ask(Route route, int priority, IRouteClient client, int tag)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(client);
        _waiting.Add(new Waiting { Route = route, Client = client, Priority = priority, Tag = tag });
        Grant();
    }

    /// <inheritdoc/>
    protected override void Handle(in SimEvent item) => throw new InvalidOperationException($"{Name} only wakes");

    /// <inheritdoc/>
    protected override void Wake() => Grant();

    private void Grant()
    {
        for (var next = Next(); next >= 0; next = Next())
        {
            var granted = _waiting[next];
            _waiting.RemoveAt(next);
            granted.Client.Granted(granted.Tag);
        }

        if (_waiting.Count > 0)
        {
            var at = long.MaxValue;
            foreach (var waiting in _waiting)
            {
                at = Math.Min(at, FreeAt(waiting.Route));
            }

            WakeAt(at);
        }
    }

    /// <summary>Who goes now, or -1; those it passes remember.</summary>
    private int Next()
    {
        var best = -1;
        var rank = int.MaxValue;
        for (var i = 0; i < _waiting.Count; i++)
        {
            var own = _waiting[i].Passed >= _bound ? int.MinValue : _waiting[i].Priority;
            if (FreeAt(_waiting[i].Route) <= Now && (best < 0 || own < rank))
            {
                (best, rank) = (i, own);
            }
        }

        var all = CollectionsMarshal.AsSpan(_waiting);
        for (var i = 0; i < best; i++)
        {
            all[i].Passed += FreeAt(all[i].Route) <= Now ? 1 : 0;
        }

        return best;
    }

    private static long FreeAt(Route route)
    {
        var free = 0L;
        foreach (var link in route.Links)
        {
            free = Math.Max(free, link.FreeAt);
        }

        return free;
    }

    private struct Waiting
    {
        public Route Route;
        public IRouteClient Client;
        public int Priority;
        public int Tag;
        public int Passed;
    }
}
