namespace AccelSim.Memory;

/// <summary>Refreshes: of all banks of a rank, which hold back all requests, or of a bank at a time, which hold back those of that bank.</summary>
internal sealed partial class ReadyFirstController
{
    private readonly bool _perBank;
    private readonly int _interval;
    private readonly int[] _refreshes;
    private long _nextRefresh;
    private int _firstRefresh;
    private int _dueRefreshes;
    private int _nextBank;

    /// <summary>True where a refresh of the bank is due, and nothing else but what its row was opened for.</summary>
    private bool AwaitsRefresh(int bank)
    {
        for (var i = 0; _perBank && i < _dueRefreshes; i++)
        {
            if (_refreshes[(_firstRefresh + i) % _refreshes.Length] == bank)
            {
                return true;
            }
        }

        return false;
    }

    private void RefreshDue()
    {
        _nextRefresh += _interval;
        for (var rank = 0; rank < Device.AllRanks && _dueRefreshes < _refreshes.Length; rank++)
        {
            var due = _perBank ? (rank * Device.BanksPerRank) + _nextBank : rank;
            _refreshes[(_firstRefresh + _dueRefreshes++) % _refreshes.Length] = due;
            if (_perBank)
            {
                // Hits wait as if the row had been closed already.
                _reads.Closed(due);
                _writes.Closed(due);
                Judge(due);
            }
        }

        _nextBank = (_nextBank + 1) % Device.BanksPerRank;
    }

    /// <summary>Does the next step towards the refresh that is due first, where it is legal.</summary>
    private bool AdvanceRefresh(long tick, out bool advanced) => advanced = _perBank ? RefreshBank(tick) : RefreshRank(tick);

    /// <summary>True where the next step towards the refresh of a single bank is legal; the bound says when it could be.</summary>
    private bool RefreshIsLegal(long tick)
    {
        var legal = RefreshStepAt(tick);
        _bound = Math.Min(_bound, legal);
        return legal <= tick;
    }

    /// <summary>When the next step towards the refresh of a single bank is legal; never while something is served for which its row was opened.</summary>
    private long RefreshStepAt(long tick)
    {
        var bank = _refreshes[_firstRefresh];
        return _opener[bank] >= 0 ? long.MaxValue
            : Timing.OpenRow[bank] >= 0 ? Timing.PrechargeAt(bank) : Timing.RefreshBankAt(bank, tick);
    }

    private bool RefreshBank(long tick)
    {
        var bank = _refreshes[_firstRefresh];
        if (!RefreshIsLegal(tick))
        {
            return false;
        }

        if (Timing.OpenRow[bank] >= 0)
        {
            IssuePrecharge(bank, tick);
            return true;
        }

        IssueRefreshBank(bank, tick);
        RefreshDone();
        Judge(bank);
        return true;
    }

    private bool RefreshRank(long tick)
    {
        var rank = _refreshes[_firstRefresh];
        if (Timing.AnyOpen(rank))
        {
            var close = Timing.PrechargeAllAt(rank);
            if (close > tick || AnyOpener(rank))
            {
                _bound = AnyOpener(rank) ? _bound : Math.Min(_bound, close);
                return false;
            }

            IssuePrechargeAll(rank, tick);
            for (var bank = rank * Device.BanksPerRank; bank < (rank + 1) * Device.BanksPerRank; bank++)
            {
                _reads.Closed(bank);
                _writes.Closed(bank);
                Judge(bank);
            }

            return true;
        }

        var refresh = Timing.RefreshAt(rank, tick);
        if (refresh > tick)
        {
            _bound = Math.Min(_bound, refresh);
            return false;
        }

        IssueRefresh(rank, tick);
        RefreshDone();
        return true;
    }

    private void RefreshDone()
    {
        _firstRefresh = (_firstRefresh + 1) % _refreshes.Length;
        _dueRefreshes--;
    }

    private bool AnyOpener(int rank) =>
        _opener.AsSpan(rank * Device.BanksPerRank, Device.BanksPerRank).ContainsAnyExcept(-1);
}
