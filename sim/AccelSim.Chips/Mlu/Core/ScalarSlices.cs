using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// The scalar row of a core in a timeline. Instructions that follow each other, waiting for one another's results included, are one slice:
/// a row of single instructions would be larger than all others together and say less.
/// </summary>
internal sealed class ScalarSlices
{
    private const long None = -1;

    // Cycles that do not end a slice: decode puts a few instructions into other queues meanwhile.
    private const long Pause = 8;

    private readonly SpanRecorder _trace;
    private readonly Clock _clock;
    private readonly int _track;
    private readonly int _label;
    private long _start = None;
    private long _end;
    private int _pc;

    public ScalarSlices(SpanRecorder trace, Clock clock, string row)
    {
        (_trace, _clock) = (trace, clock);
        (_track, _label) = (trace.Tracks[row], trace.Labels["scalar"]);
    }

    /// <summary>An instruction issued at cycle <paramref name="start"/>, not before the last one, has its result at <paramref name="end"/>.</summary>
    public void Add(int pc, long start, long end)
    {
        if (_start != None && start <= _end + Pause)
        {
            _end = Math.Max(_end, end);
            return;
        }

        Close(long.MaxValue);
        (_start, _end, _pc) = (start, end, pc);
    }

    /// <summary>Records the open slice up to <paramref name="limit"/> (fs), where the task ends: results that nobody reads may come later.</summary>
    public void Close(long limit)
    {
        if (_start != None && _clock.Edge(_start) < limit)
        {
            _trace.Span(_track, _label, _clock.Edge(_start), Math.Min(_clock.Edge(_end), limit), _pc);
        }

        _start = None;
    }
}
