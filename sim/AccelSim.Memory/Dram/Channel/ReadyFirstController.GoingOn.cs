using System.Numerics;

namespace AccelSim.Memory;

/// <summary>
/// Spans that go on: what a data bus does stays known while nobody wants anything who would go before the two, and what follows a span is known
/// as long as what comes next for the same rows goes before all others.
/// </summary>
internal sealed partial class ReadyFirstController
{
    /// <summary>The queue for which spans were planned; null where none is known.</summary>
    private BankedQueue? _planQueue;

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
            any |= span.Others >= 0 || span.Left > 0;
        }

        return any;
    }

    /// <summary>True where a span goes on as it was planned, with the banks that are wanted now.</summary>
    private bool GoesOn(BankedQueue queue, int rank, ref Span span, ulong wanted, long tick)
    {
        if (span.Others < 0 && span.Left <= 0)
        {
            return false;
        }

        var at = Math.Max(tick, Timing.RankColumnAt(rank, _writing, tick));
        if (span.Next < at || (wanted != span.Wanted && !Admits(queue, rank, ref span, wanted, at)))
        {
            return false;
        }

        if (span.Most == 0)
        {
            Measure(ref span);
        }

        return true;
    }

    /// <summary>
    /// Takes in the banks that are wanted now: the span lasts until one is ready that may go before the two. False where one is ready, or one of
    /// their own is wanted no more.
    /// </summary>
    private bool Admits(BankedQueue queue, int rank, ref Span span, ulong wanted, long at)
    {
        if ((span.Own & ~wanted) != 0 || _judgesAll)
        {
            return false;
        }

        if (span.Most == 0)
        {
            Measure(ref span);
        }

        // Once they have begun, the two leave no room between their commands; before that the bus may be free, and one by itself leaves gaps.
        var free = span.Issued == 0 && at < span.Start;
        var last = span.Second >= 0 ? Math.Max(span.Key, span.SecondKey) : GapsToFill ? -1 : span.Key;
        var until = long.MaxValue;
        for (var more = wanted & ~span.Wanted; more != 0; more &= more - 1)
        {
            var bank = (rank * _banksPerRank) + BitOperations.TrailingZeroCount(more);
            var key = Key(queue, bank);
            if (key > last && last >= 0 && !free)
            {
                span.Others = Math.Min(span.Others, key);
            }
            else
            {
                until = Math.Min(until, Timing.BankColumnAt(bank, _writing));
            }
        }

        if (until < long.MaxValue)
        {
            if (until <= span.Next)
            {
                return false;
            }

            span.Others = -1;
            span.Most = Math.Min(span.Most, Commands(span.Start, until, span.Spacing));
            span.End = Math.Min(span.End, until);
        }

        span.Wanted = wanted;
        return true;
    }

    /// <summary>The request whose turn it is at a bank; the span ends where there is none, or somebody else goes before it.</summary>
    private int Next(BankedQueue queue, int bank, ref Span span, out long key)
    {
        key = Key(queue, bank);
        if (_opener[bank] >= 0)
        {
            return _opener[bank];
        }

        var next = queue.Hit(bank);
        span.Others = next < 0 || key > span.Others ? -1 : span.Others;
        return next;
    }

    private long Key(BankedQueue queue, int bank) =>
        Math.Min((_writing ? _writeOpeners : _readOpeners)[bank], queue.HitAges[bank] | Later);
}
