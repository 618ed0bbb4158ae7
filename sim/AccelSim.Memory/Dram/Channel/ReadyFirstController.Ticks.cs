using System.Runtime.CompilerServices;

namespace AccelSim.Memory;

/// <summary>Ticks that are worked through one by one, and what is known of when the next one is.</summary>
internal sealed partial class ReadyFirstController
{
    /// <summary>Tick before which nothing follows what was worked through, if nothing arrives.</summary>
    private long _ahead;

    /// <summary>Tick before which the refresh that is due goes no further.</summary>
    private long _bound;

    /// <summary>Ticks before which no column command and no row command is legal, whatever time passes.</summary>
    private long _columnAt;
    private long _rowAt;

    /// <summary>True while a rank is to be refreshed or the bus has to turn: what is known about commands does not tell what comes next then.</summary>
    private bool Unsettled => (_dueRefreshes > 0 && !_perBank) || MustTurn();

    /// <summary>The first tick from <paramref name="tick"/> on in which anything can be issued.</summary>
    private long Earliest(long tick) => Unsettled ? tick : Math.Max(tick, NextAny(tick));

    /// <summary>When the next command is legal, as far as known; that of the refresh of a bank among them.</summary>
    private long NextAny(long tick)
    {
        var next = Math.Min(_columnAt, _rowAt);
        return _dueRefreshes == 0 ? next : Math.Min(next, RefreshStepAt(tick));
    }

    /// <summary>Works through a tick by itself; returns it.</summary>
    private long WorkTick(long tick)
    {
        TakeNote(tick);
        EnterAll();
        _planQueue = null;
        _bound = long.MaxValue;
        if (Unsettled)
        {
            // Whatever was found out about commands may not hold for those of the other kind, and the refresh of a rank is not among them.
            _columnAt = _rowAt = 0;
        }

        bool issued;
        if (Device.TwoCommandBuses)
        {
            issued = IssueColumnCommand(tick);
            issued |= IssueRowCommand(tick);
        }
        else
        {
            issued = IssueAny(tick);
        }

        _ahead = issued ? AfterIssue(tick) : AfterNothing(tick);
        return tick;
    }

    /// <summary>A tick before which nothing follows the commands issued at <paramref name="tick"/>.</summary>
    private long AfterIssue(long tick)
    {
        if (Unsettled)
        {
            _columnAt = _rowAt = 0;
            return tick + 1;
        }

        FindBounds(tick);
        return Math.Max(tick + 1, NextAny(tick));
    }

    /// <summary>A tick before which nothing is legal, where nothing is at <paramref name="tick"/>.</summary>
    private long AfterNothing(long tick)
    {
        for (var rank = 0; rank < _ranks; rank++)
        {
            TightenColumns(rank, write: false);
            TightenColumns(rank, write: true);
            _activates.Tighten(rank, Timing.BankActivates);
            _precharges.Tighten(rank, Timing.BankPrecharges);
        }

        if (_dueRefreshes == 0 || _perBank)
        {
            FindBounds(tick);
            return NextAny(tick);
        }

        // Only what rows were opened for goes before the refresh of a rank.
        var bound = _bound;
        for (var rank = 0; rank < _ranks; rank++)
        {
            bound = Math.Min(bound, Math.Max(_readOpeners.Bound(rank), Timing.RankColumnAt(rank, write: false, tick)));
            bound = Math.Min(bound, Math.Max(_writeOpeners.Bound(rank), Timing.RankColumnAt(rank, write: true, tick)));
        }

        return bound;
    }

    /// <summary>Finds out when the first column command is legal, as far as the banks of a rank allow.</summary>
    private void TightenColumns(int rank, bool write)
    {
        var ready = Timing.BankColumns(write);
        (write ? _writeOpeners : _readOpeners).Tighten(rank, ready);
        (write ? _writes : _reads).HitAges.Tighten(rank, ready);
    }

    private void FindBounds(long tick)
    {
        (_columnAt, _rowAt) = (BankAges.None, BankAges.None);
        for (var rank = 0; rank < _ranks; rank++)
        {
            FindBounds(rank, tick);
        }
    }

    /// <remarks>Not inlined: outside of loops the compiler makes minima without branches, and which is less is hard to foresee.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FindBounds(int rank, long tick)
    {
        var hits = Current.HitAges.Bound(rank);
        var reads = Math.Min(_readOpeners.Bound(rank), _writing ? BankAges.None : hits);
        var writes = Math.Min(_writeOpeners.Bound(rank), _writing ? hits : BankAges.None);
        _columnAt = Math.Min(_columnAt, Math.Min(
            Math.Max(reads, Timing.RankColumnAt(rank, write: false, tick)), Math.Max(writes, Timing.RankColumnAt(rank, write: true, tick))));
        _rowAt = Math.Min(_rowAt, Math.Min(
            Math.Max(_activates.Bound(rank), Timing.RankActivateAt(rank, tick)), Math.Max(_precharges.Bound(rank), Timing.RankPrechargeAt(rank))));
    }

    /// <summary>When the next row command is legal, where none is at <paramref name="tick"/>.</summary>
    private long NextRow(long tick)
    {
        if (tick < _rowAt)
        {
            return _rowAt;
        }

        _rowAt = BankAges.None;
        for (var rank = 0; rank < _ranks; rank++)
        {
            _rowAt = Math.Min(_rowAt, Math.Max(_activates.Bound(rank), Timing.RankActivateAt(rank, tick)));
            _rowAt = Math.Min(_rowAt, Math.Max(_precharges.Bound(rank), Timing.RankPrechargeAt(rank)));
        }

        return _rowAt;
    }
}
