namespace AccelSim.Memory;

/// <summary>
/// One channel: trains are placed in order of arrival, each at the earliest tick that the state of banks, buses and refresh allows.
/// Banks work in parallel: the rows of a train are opened while earlier trains still hold the data bus. The columns of a train beyond
/// one per bank follow in closed form, so a train costs the same whether it has ten bursts or a thousand.
/// </summary>
/// <remarks>
/// Refresh is for all banks, due at multiples of tREFI, and waits for the train in flight (the standards let it be postponed).
/// </remarks>
public sealed class DramChannel
{
    private const long Never = long.MinValue / 4;
    private const long Closed = -1;

    private readonly DramConfig _config;
    private readonly IDramCommandLog? _log;
    private readonly long[] _openRow;
    private readonly long[] _activated;
    private readonly long[] _canPrecharge;
    private readonly long[] _canActivate;
    private readonly long[] _groupColumn;
    private readonly long[] _groupWrite;
    private readonly long[] _groupActivate;
    private readonly long[] _recentActivates = [Never, Never, Never, Never];
    private readonly long[] _ticks;
    private readonly int _groupPeriod;
    private int _oldestActivate;
    private long _lastActivate = Never;
    private long _lastColumn = Never;
    private long _lastRead = Never;
    private long _lastWrite = Never;
    private long _nextRefresh;
    private long _refreshEnd = Never;
    private DramChannelCounters _counters;

    /// <summary>An idle channel with all rows closed.</summary>
    /// <param name="config">Timing and organisation.</param>
    /// <param name="log">Sees the commands; null when nobody wants them.</param>
    public DramChannel(DramConfig config, IDramCommandLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _log = log;
        _openRow = Filled(config.Banks, Closed);
        _activated = Filled(config.Banks, Never);
        _canPrecharge = Filled(config.Banks, Never);
        _canActivate = Filled(config.Banks, Never);
        _groupColumn = Filled(config.BankGroups, Never);
        _groupWrite = Filled(config.BankGroups, Never);
        _groupActivate = Filled(config.BankGroups, Never);
        _ticks = new long[config.InterleavedBanks];
        _groupPeriod = Math.Min(config.InterleavedBanks, config.BankGroups);
        _nextRefresh = config.RefreshInterval == 0 ? long.MaxValue : config.RefreshInterval;
    }

    /// <summary>What it did so far.</summary>
    public DramChannelCounters Counters => _counters;

    /// <summary>First tick at which the column bus is free.</summary>
    public long FreeAt => Math.Max(0, _lastColumn + _config.ColumnShort);

    /// <summary>Begins a new count of ticks at 0: idle, all rows closed, the next refresh one interval away. What was counted stays.</summary>
    public void Restart()
    {
        foreach (var state in (long[][])[_activated, _canPrecharge, _canActivate, _groupColumn, _groupWrite, _groupActivate, _recentActivates])
        {
            Array.Fill(state, Never);
        }

        Array.Fill(_openRow, Closed);
        _lastActivate = _lastColumn = _lastRead = _lastWrite = _refreshEnd = Never;
        _nextRefresh = _config.RefreshInterval == 0 ? long.MaxValue : _config.RefreshInterval;
    }

    /// <summary>Reserves a train of reads or writes that arrived at tick <paramref name="arrival"/>.</summary>
    public Placement Place(in RowTrain train, bool write, long arrival)
    {
        var busFree = FreeAt;
        var refreshed = CatchUpRefresh(Math.Max(arrival, busFree));

        // The queue in front of the channel is finite, so rows are opened only so far ahead of the data bus.
        var rowFloor = Math.Max(arrival, busFree - ((long)_config.ReadQueueBursts * _config.ColumnShort));
        var turned = write
            ? _lastRead + _config.ReadLatency + _config.BurstTicks + _config.ReadToWriteGap - _config.WriteLatency
            : _lastWrite + _config.WriteLatency + _config.BurstTicks + _config.WriteToReadShort;
        var touched = Math.Min(train.Count, _config.InterleavedBanks);
        var extra = 0L;
        for (var i = 0; i < touched; i++)
        {
            var tick = PlaceFirstInBank(train, i, write, rowFloor, Math.Max(arrival, turned));
            extra += i == 0 ? 0 : tick - _ticks[i - 1] - _config.ColumnShort;
            _ticks[i] = tick;
        }

        var last = touched == train.Count ? _lastColumn : PlaceRest(train, touched);
        CloseTrain(train, touched, write, last);
        Count(train.Count, write);
        return Account(_ticks[0], last, extra, refreshed ? _refreshEnd : Never, turned, arrival, busFree);
    }

    /// <summary>Tick at which the data of a column command at <paramref name="column"/> has passed.</summary>
    public long DataEnd(long column, bool write) =>
        column + (write ? _config.WriteLatency : _config.ReadLatency) + _config.BurstTicks;

    private static long[] Filled(int length, long value)
    {
        var array = new long[length];
        Array.Fill(array, value);
        return array;
    }

    private int Bank(in RowTrain train, int index, out int group)
    {
        var slot = (train.Position + index) % _config.InterleavedBanks;
        if (_config.InterleavedBanks < _config.BankGroups)
        {
            // A set holds one bank of each of a few groups; neighbouring sets use the other groups.
            var setsPerRound = _config.BankGroups / _config.InterleavedBanks;
            group = slot + (_config.InterleavedBanks * (train.BankSet % setsPerRound));
            return (group * _config.BanksPerGroup) + (train.BankSet / setsPerRound);
        }

        group = slot % _config.BankGroups;
        return (group * _config.BanksPerGroup) + (slot / _config.BankGroups) + train.BankSet;
    }

    private long PlaceFirstInBank(in RowTrain train, int index, bool write, long rowFloor, long columnFloor)
    {
        var bank = Bank(train, index, out var group);
        if (_openRow[bank] != train.Row)
        {
            OpenRow(bank, group, train.Row, rowFloor);
        }

        var tick = Math.Max(columnFloor, _lastColumn + _config.ColumnShort);
        tick = Math.Max(tick, _groupColumn[group] + _config.ColumnLong);
        tick = Math.Max(tick, _activated[bank] + (write ? _config.ActivateToWrite : _config.ActivateToRead));
        if (!write)
        {
            tick = Math.Max(tick, _groupWrite[group] + _config.WriteLatency + _config.BurstTicks + _config.WriteToReadLong);
        }

        _lastColumn = tick;
        _groupColumn[group] = tick;
        _log?.Add(tick, write ? DramCommand.Write : DramCommand.Read, bank, train.Row);
        return tick;
    }

    /// <summary>
    /// Opens a row at the earliest legal tick from <paramref name="floor"/> on. Activates keep their order; the row command bus is held
    /// by each activate and by the precharge before it, which is what limits random access on HBM.
    /// </summary>
    private void OpenRow(int bank, int group, long row, long floor)
    {
        var activate = Math.Max(floor, _canActivate[bank]);
        if (_openRow[bank] != Closed)
        {
            var precharge = Math.Max(floor, _canPrecharge[bank]);
            _log?.Add(precharge, DramCommand.Precharge, bank, 0);
            activate = Math.Max(Math.Max(activate, precharge + _config.Precharge), _lastActivate + _config.ActivateCommandTicks + 1);
        }

        activate = Math.Max(activate, _activated[bank] + _config.ActivateToActivate);
        activate = Math.Max(activate, _lastActivate + Math.Max(_config.ActivateShort, _config.ActivateCommandTicks));
        activate = Math.Max(activate, _groupActivate[group] + _config.ActivateLong);
        activate = Math.Max(activate, _recentActivates[_oldestActivate] + _config.FourActivates);
        _recentActivates[_oldestActivate] = activate;
        _oldestActivate = (_oldestActivate + 1) & 3;
        _lastActivate = activate;
        _groupActivate[group] = activate;
        _activated[bank] = activate;
        _canPrecharge[bank] = activate + _config.ActivateToPrecharge;
        _openRow[bank] = row;
        _counters.Activates++;
        _log?.Add(activate, DramCommand.Activate, bank, row);
    }

    /// <summary>
    /// The columns after one per bank. Each waits for the one before (tCCD_S) and the one before in its bank group (tCCD_L), which is
    /// <see cref="_groupPeriod"/> columns back; the recurrence t[n] = max(t[n-1] + S, t[n-P] + L) has this closed form.
    /// </summary>
    private long PlaceRest(in RowTrain train, int touched)
    {
        var rest = train.Count - touched;
        long last;
        if ((long)_groupPeriod * _config.ColumnShort >= _config.ColumnLong)
        {
            last = _lastColumn + ((long)rest * _config.ColumnShort);
            for (var back = 0; back < Math.Min(_groupPeriod, rest); back++)
            {
                _ = Bank(train, train.Count - 1 - back, out var group);
                _groupColumn[group] = last - ((long)back * _config.ColumnShort);
            }
        }
        else
        {
            var ends = (Span<long>)stackalloc long[_groupPeriod];
            var covered = Math.Min(_groupPeriod, rest);
            for (var back = 0; back < covered; back++)
            {
                ends[back] = LongColumn(touched, rest - back);
            }

            last = ends[0];
            for (var back = 0; back < covered; back++)
            {
                _ = Bank(train, train.Count - 1 - back, out var group);
                _groupColumn[group] = ends[back];
            }
        }

        _lastColumn = last;
        return last;
    }

    private long LongColumn(int touched, long distance)
    {
        var tick = Never;
        for (var back = 0; back < _groupPeriod; back++)
        {
            var steps = distance + back;
            tick = Math.Max(tick, _ticks[touched - 1 - back] + (steps / _groupPeriod * _config.ColumnLong) + (steps % _groupPeriod * _config.ColumnShort));
        }

        return tick;
    }

    private void CloseTrain(in RowTrain train, int touched, bool write, long last)
    {
        var afterColumn = write
            ? _config.WriteLatency + _config.BurstTicks + _config.WriteRecovery
            : _config.ReadToPrecharge;
        var shortSteps = (long)_groupPeriod * _config.ColumnShort >= _config.ColumnLong;
        for (var i = 0; i < touched; i++)
        {
            var bank = Bank(train, i, out var group);
            var repeats = (train.Count - 1 - i) / _config.InterleavedBanks;
            var index = i + (repeats * _config.InterleavedBanks);
            var tick = repeats == 0 ? _ticks[i]
                : shortSteps ? last - ((long)(train.Count - 1 - index) * _config.ColumnShort)
                : LongColumn(touched, index - touched + 1);
            _canPrecharge[bank] = Math.Max(_canPrecharge[bank], tick + afterColumn);
            if (write)
            {
                _groupWrite[group] = Math.Max(_groupWrite[group], tick);
            }

            if (_config.ClosedPage)
            {
                _openRow[bank] = Closed;
                _canActivate[bank] = _canPrecharge[bank] + _config.Precharge;
                _log?.Add(_canPrecharge[bank], DramCommand.Precharge, bank, 0);
            }
        }

        if (write)
        {
            _lastWrite = last;
        }
        else
        {
            _lastRead = last;
        }

        LogRest(train, touched, write);
    }

    private void LogRest(in RowTrain train, int touched, bool write)
    {
        if (_log is null)
        {
            return;
        }

        var shortSteps = (long)_groupPeriod * _config.ColumnShort >= _config.ColumnLong;
        for (var i = touched; i < train.Count; i++)
        {
            var tick = shortSteps ? _ticks[touched - 1] + ((long)(i - touched + 1) * _config.ColumnShort) : LongColumn(touched, i - touched + 1);
            _log.Add(tick, write ? DramCommand.Write : DramCommand.Read, Bank(train, i, out _), train.Row);
        }
    }

    /// <summary>Performs the refreshes that are due when the next column would be at <paramref name="column"/> or later.</summary>
    private bool CatchUpRefresh(long column)
    {
        if (column < _nextRefresh)
        {
            return false;
        }

        // All but the last of those that fell due while nothing was asked passed unnoticed.
        var missed = (column - _nextRefresh) / _config.RefreshInterval;
        _counters.Refreshes += missed + 1;
        _nextRefresh += missed * _config.RefreshInterval;
        var start = Math.Max(_nextRefresh, _refreshEnd);
        for (var bank = 0; bank < _openRow.Length; bank++)
        {
            if (_openRow[bank] != Closed)
            {
                start = Math.Max(start, _canPrecharge[bank] + _config.Precharge);
                _log?.Add(Math.Max(_canPrecharge[bank], _nextRefresh - _config.Precharge), DramCommand.Precharge, bank, 0);
            }

            start = Math.Max(start, _canActivate[bank]);
            _openRow[bank] = Closed;
        }

        _refreshEnd = start + _config.Refresh;
        Array.Fill(_canActivate, _refreshEnd);
        _log?.Add(start, DramCommand.Refresh, -1, 0);
        _nextRefresh += _config.RefreshInterval;
        return true;
    }

    private void Count(int bursts, bool write)
    {
        if (write)
        {
            _counters.WriteBursts += bursts;
        }
        else
        {
            _counters.ReadBursts += bursts;
        }
    }

    /// <summary>Splits the time from arrival to the last column among its causes.</summary>
    private Placement Account(long first, long last, long extra, long refreshed, long turned, long arrival, long busFree)
    {
        var from = Math.Max(busFree, arrival);
        var afterRefresh = Math.Clamp(refreshed, from, first);
        var afterTurn = Math.Clamp(turned, afterRefresh, first);
        var result = new Placement(
            first, last, Math.Max(0, busFree - arrival), first - afterTurn + extra, afterRefresh - from, afterTurn - afterRefresh);
        _counters.RowMissTicks += result.RowMiss;
        _counters.RefreshTicks += result.Refresh;
        _counters.TurnaroundTicks += result.Turnaround;
        _counters.BusyTicks += last - first + _config.ColumnShort - extra;
        return result;
    }
}
