namespace AccelSim.Memory;

/// <summary>
/// Spans that go on: what follows a span is known without a look at the others as long as they want what they wanted when it was planned,
/// and whoever comes next for the same rows goes before them.
/// </summary>
internal sealed partial class ReadyFirstController
{
    private BankedQueue? _planQueue;
    private long _planBound;
    private int _planActivates;
    private int _planPrecharges;

    /// <summary>True where a span was planned that may go on.</summary>
    private bool AnyGoesOn(BankedQueue queue)
    {
        if (_planQueue != queue)
        {
            return false;
        }

        var any = false;
        foreach (ref readonly var span in _spans.AsSpan())
        {
            any |= span.Others >= 0;
        }

        return any;
    }

    /// <summary>The request whose turn it is at a bank; the span ends where there is none, or somebody else goes before it.</summary>
    private int Next(BankedQueue queue, int bank, ref Span span)
    {
        if (_opener[bank] >= 0)
        {
            return _opener[bank];
        }

        var next = queue.Hit(bank);
        span.Others = next < 0 || Key(queue, bank) > span.Others ? -1 : span.Others;
        return next;
    }

    private long Key(BankedQueue queue, int bank) =>
        Math.Min((_writing ? _writeOpeners : _readOpeners)[bank], queue.HitAges[bank] | Later);

    /// <summary>True where the spans go on after those that were run: nobody wants anything else, in a row or of another row, than when they were planned.</summary>
    private bool GoesOn(BankAges openers, BankedQueue queue, long tick)
    {
        if (_planQueue != queue || _dueRefreshes > 0 || _planBound <= tick || _planActivates != _activates.Changes || _planPrecharges != _precharges.Changes)
        {
            return false;
        }

        for (var rank = 0; rank < _spans.Length; rank++)
        {
            ref var span = ref _spans[rank];
            var wanted = openers.Wanted(rank) | queue.HitAges.Wanted(rank);
            if (wanted != span.Wanted || (wanted != 0 && (span.Most == 0 || span.Others < 0 || span.Start < tick)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes on with the spans; the tick before which nothing else comes, null where none has a command before <paramref name="end"/>.</summary>
    private long? Again(long end)
    {
        var any = false;
        foreach (ref var span in _spans.AsSpan())
        {
            if (span.Most > 0)
            {
                any |= span.Start < end;
                span.Most = Most(span);
                span.End = span.Start + (span.Most * span.Spacing);
                end = Math.Min(end, span.End);
            }
        }

        return any ? end : null;
    }
}
