using AccelSim.Engine;

namespace AccelSim.Reports;

/// <summary>
/// Joins spans of a row that a picture of the whole run could not tell apart, so that a page stays small: neighbours with less than a resolution between
/// them, of which one is shorter than it. The label is that of the longest. The resolution is the least power of two of femtoseconds with which as many
/// spans are left as are wanted.
/// </summary>
internal sealed class SpanThinning
{
    private readonly TraceSpan[] _spans;
    private readonly int[] _ends;

    private SpanThinning(TraceSpan[] spans, int[] ends, long resolution) => (_spans, _ends, Resolution) = (spans, ends, resolution);

    /// <summary>Spans closer than this were joined, fs; 0 where all are there.</summary>
    public long Resolution { get; private set; }

    /// <summary>Rows.</summary>
    public int Tracks => _ends.Length;

    /// <summary>Puts spans in the order of rows, then time, and finds the resolution.</summary>
    public static SpanThinning Of(SpanRecorder recorder, int most)
    {
        var spans = recorder.Spans.ToArray();
        Array.Sort(spans, static (a, b) => a.Track != b.Track ? a.Track.CompareTo(b.Track) : a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
        var ends = new int[recorder.Tracks.All.Count];
        foreach (ref readonly var span in spans.AsSpan())
        {
            ends[span.Track]++;
        }

        for (var i = 1; i < ends.Length; i++)
        {
            ends[i] += ends[i - 1];
        }

        var thinning = new SpanThinning(spans, ends, 0);
        if (spans.Length > most)
        {
            for (thinning.Resolution = 1; thinning.Count() > most && thinning.Resolution < long.MaxValue / 4; thinning.Resolution *= 2)
            {
            }
        }

        return thinning;
    }

    /// <summary>Spans of a row that are left, in order.</summary>
    public IEnumerable<TraceSpan> Row(int track)
    {
        var (from, to) = (track == 0 ? 0 : _ends[track - 1], _ends[track]);
        if (from == to)
        {
            yield break;
        }

        var (last, longest) = (_spans[from], _spans[from].End - _spans[from].Start);
        for (var i = from + 1; i < to; i++)
        {
            var next = _spans[i];
            var length = next.End - next.Start;
            if (Joins(last, next))
            {
                last = last with { End = Math.Max(last.End, next.End), Name = length > longest ? next.Name : last.Name };
                longest = Math.Max(longest, length);
            }
            else
            {
                yield return last;
                (last, longest) = (next, length);
            }
        }

        yield return last;
    }

    private bool Joins(in TraceSpan last, in TraceSpan next) =>
        next.Start - last.End < Resolution && (next.End - next.Start < Resolution || last.End - last.Start < Resolution);

    private int Count()
    {
        var count = 0;
        for (var track = 0; track < _ends.Length; track++)
        {
            var (from, to) = (track == 0 ? 0 : _ends[track - 1], _ends[track]);
            var last = default(TraceSpan);
            for (var i = from; i < to; i++)
            {
                if (i > from && Joins(last, _spans[i]))
                {
                    last = last with { End = Math.Max(last.End, _spans[i].End) };
                }
                else
                {
                    count++;
                    last = _spans[i];
                }
            }
        }

        return count;
    }
}
