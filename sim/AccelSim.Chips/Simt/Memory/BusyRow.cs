using AccelSim.Engine;

namespace AccelSim.Chips.Simt;

/// <summary>A row of a timeline that shows when anything of a kind was on its way.</summary>
internal sealed class BusyRow(SpanRecorder trace, string name)
{
    private readonly int _row = trace.Tracks[name];
    private int _underWay;
    private long _since;

    /// <summary>One more sets out.</summary>
    public void Begins(long now)
    {
        _since = _underWay++ == 0 ? now : _since;
    }

    /// <summary>One has arrived.</summary>
    public void Ends(long now)
    {
        if (--_underWay == 0)
        {
            trace.Span(_row, trace.Labels["busy"], _since, now);
        }
    }
}
