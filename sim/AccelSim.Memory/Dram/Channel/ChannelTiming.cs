using System.Runtime.Intrinsics;

namespace AccelSim.Memory;

/// <summary>
/// When each command of a channel is next legal. Every issued command pushes the earliest ticks of the commands it constrains forward;
/// they never move back, so a bound once computed stays a bound.
/// </summary>
public sealed class ChannelTiming
{
    private const long Never = long.MinValue / 4;

    private readonly DramDevice _device;
    private readonly long[] _bankActivate;
    private readonly long[] _bankPrecharge;
    private readonly long[] _bankRead;
    private readonly long[] _bankWrite;
    private readonly RankState[] _ranks;
    private readonly int[] _group;
    private readonly int[] _rank;
    private readonly int[] _openBanks;
    private readonly CommandGaps _gap;
    private readonly int _banksPerGroup;
    private readonly bool _risingEdge;
    private long _rowBus;
    private long _columnBus;

    /// <summary>All rows closed, nothing issued yet.</summary>
    public ChannelTiming(DramDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _gap = new CommandGaps(device);
        _banksPerGroup = device.BanksPerGroup;
        OpenRow = new long[device.Banks];
        RowAccesses = new int[device.Banks];
        _bankActivate = new long[device.Banks];
        _bankPrecharge = new long[device.Banks];
        _bankRead = new long[device.Banks];
        _bankWrite = new long[device.Banks];
        _ranks = new RankState[device.AllRanks];
        _risingEdge = device.RisingEdge;
        _openBanks = new int[device.AllRanks];
        _group = [.. Enumerable.Range(0, device.Banks).Select(bank => bank / device.BanksPerGroup)];
        _rank = [.. Enumerable.Range(0, device.Banks).Select(bank => bank / device.BanksPerRank)];
        Restart();
    }

    /// <summary>All rows closed, nothing issued yet.</summary>
    public void Restart()
    {
        foreach (var state in (long[][])[_bankActivate, _bankPrecharge, _bankRead, _bankWrite])
        {
            Array.Fill(state, Never);
        }

        Array.Fill(_ranks, RankState.Idle);
        Array.Fill(OpenRow, -1);
        Array.Clear(RowAccesses);
        Array.Clear(_openBanks);
        _rowBus = _columnBus = Never;
    }

    /// <summary>Open row of each bank; -1 where closed.</summary>
    public long[] OpenRow { get; }

    /// <summary>Column accesses of each bank's open row so far.</summary>
    public int[] RowAccesses { get; }

    /// <summary>Rank (over all pseudo channels) of a bank.</summary>
    public int Rank(int bank) => _rank[bank];

    /// <summary>True while a bank of a rank has a row open.</summary>
    public bool AnyOpen(int rank) => _openBanks[rank] > 0;

    /// <summary>Earliest tick from <paramref name="now"/> on of an activate of a bank.</summary>
    public long ActivateAt(int bank, long now)
    {
        var rank = _rank[bank];
        var tick = Math.Max(_bankActivate[bank], _ranks[rank].ActivateAt);
        return Rising(Math.Max(tick, _rowBus), now);
    }

    /// <summary>Earliest tick of a precharge of a bank.</summary>
    public long PrechargeAt(int bank) => Math.Max(Math.Max(_bankPrecharge[bank], _ranks[_rank[bank]].Precharge), _rowBus);

    /// <summary>Earliest tick of a precharge of all banks of a rank.</summary>
    public long PrechargeAllAt(int rank)
    {
        var tick = Math.Max(_ranks[rank].Precharge, _rowBus);
        for (var bank = rank * _device.BanksPerRank; bank < (rank + 1) * _device.BanksPerRank; bank++)
        {
            tick = Math.Max(tick, OpenRow[bank] >= 0 ? _bankPrecharge[bank] : Never);
        }

        return tick;
    }

    /// <summary>Earliest tick from <paramref name="now"/> on of a refresh of a rank whose rows are closed.</summary>
    public long RefreshAt(int rank, long now) => Rising(Math.Max(_ranks[rank].Refresh, _rowBus), now);

    /// <summary>Earliest tick from <paramref name="now"/> on of a refresh of a bank whose row is closed.</summary>
    public long RefreshBankAt(int bank, long now) => Rising(Math.Max(Math.Max(_bankActivate[bank], _ranks[_rank[bank]].Activate) - _gap.RefreshBankHead, _rowBus), now);

    /// <summary>Earliest tick from <paramref name="now"/> on of a column command of a bank whose row is open.</summary>
    public long ColumnAt(int bank, bool write, long now)
    {
        var tick = write ? Math.Max(_bankWrite[bank], _ranks[_rank[bank]].Write) : Math.Max(_bankRead[bank], _ranks[_rank[bank]].Read);
        return Rising(Math.Max(tick, _columnBus), now);
    }

    /// <summary>Earliest tick from <paramref name="now"/> on of a column command of a rank, whatever the state of its banks.</summary>
    public long RankColumnAt(int rank, bool write, long now) => Rising(Math.Max(write ? _ranks[rank].Write : _ranks[rank].Read, _columnBus), now);

    /// <summary>Earliest tick from <paramref name="now"/> on of an activate of a rank, whatever the state of its banks.</summary>
    public long RankActivateAt(int rank, long now) =>
        Rising(Math.Max(_ranks[rank].ActivateAt, _rowBus), now);

    /// <summary>Earliest tick of a precharge of a rank, whatever the state of its banks.</summary>
    public long RankPrechargeAt(int rank) => Math.Max(_ranks[rank].Precharge, _rowBus);

    /// <summary>Earliest tick of a column command of each bank, as far as bank and bank group allow.</summary>
    internal long[] BankColumns(bool write) => write ? _bankWrite : _bankRead;

    /// <summary>Earliest tick of a column command of a bank, as far as bank and bank group allow.</summary>
    public long BankColumnAt(int bank, bool write) => (write ? _bankWrite : _bankRead)[bank];

    /// <summary>Earliest tick of an activate, or, where its row is open, a precharge of a bank, as far as bank and bank group allow.</summary>
    public long BankRowAt(int bank) => (OpenRow[bank] < 0 ? _bankActivate : _bankPrecharge)[bank];

    /// <summary>Earliest tick of the same command, as far as its rank and the bus allow as well.</summary>
    public long RowAt(int bank) => OpenRow[bank] < 0 ? ActivateAt(bank, 0) : PrechargeAt(bank);

    /// <summary>Ticks between column commands of a rank: of different bank groups, and of one.</summary>
    public (int Short, int Long) ColumnSpacing(bool write) => write ? (_gap.WriteShort, _gap.WriteLong) : (_gap.ReadShort, _gap.ReadLong);

    /// <summary>Ticks from a column command to a precharge of its bank.</summary>
    public int ColumnToPrecharge(bool write) => write ? _gap.WriteToPrecharge : _gap.ReadToPrecharge;

    /// <summary>Earliest tick of an activate of each bank, as far as bank and bank group allow.</summary>
    internal long[] BankActivates => _bankActivate;

    /// <summary>Earliest tick of a precharge of each bank.</summary>
    internal long[] BankPrecharges => _bankPrecharge;

    /// <summary>The tick itself, or the next one where commands start on rising edges only.</summary>
    public long Rising(long tick, long now) => _risingEdge ? (Math.Max(tick, now) + 1) & ~1L : tick;

    /// <summary>Opens a row.</summary>
    public void Activate(int bank, long row, long tick)
    {
        var rank = _rank[bank];
        ref var state = ref _ranks[rank];
        OpenRow[bank] = row;
        RowAccesses[bank] = 0;
        _openBanks[rank]++;
        Raise(_bankActivate, _group[bank], tick + _device.ActivateLong);
        _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _device.ActivateToActivate);
        _bankRead[bank] = Math.Max(_bankRead[bank], tick + _gap.ActivateToRead);
        _bankWrite[bank] = Math.Max(_bankWrite[bank], tick + _gap.ActivateToWrite);
        _bankPrecharge[bank] = tick + _gap.ActivateToPrecharge;
        state.Activate = Math.Max(state.Activate, tick + _device.ActivateShort);
        state.Refresh = Math.Max(state.Refresh, tick + _gap.ActivateToRefresh);
        state.Activated(tick + _device.FourActivates);
        HoldRowBus(tick, _device.ActivateSlots);
    }

    /// <summary>Closes the row of a bank.</summary>
    public void Precharge(int bank, long tick)
    {
        var rank = _rank[bank];
        OpenRow[bank] = -1;
        _openBanks[rank]--;
        _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _gap.PrechargeToActivate);
        _ranks[rank].Refresh = Math.Max(_ranks[rank].Refresh, tick + _device.Precharge);
        _ranks[rank].Precharge = Math.Max(_ranks[rank].Precharge, tick + _device.PrechargeToPrecharge);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Closes all rows of a rank.</summary>
    public void PrechargeAll(int rank, long tick)
    {
        for (var bank = rank * _device.BanksPerRank; bank < (rank + 1) * _device.BanksPerRank; bank++)
        {
            OpenRow[bank] = -1;
            _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _gap.PrechargeAllToActivate);
        }

        _openBanks[rank] = 0;
        _ranks[rank].Refresh = Math.Max(_ranks[rank].Refresh, tick + _device.Precharge);
        _ranks[rank].Precharge = Math.Max(_ranks[rank].Precharge, tick + _device.PrechargeToPrecharge);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Refreshes all banks of a rank.</summary>
    public void Refresh(int rank, long tick)
    {
        _ranks[rank].Activate = Math.Max(_ranks[rank].Activate, tick + _gap.RefreshToActivate);
        _ranks[rank].Refresh = Math.Max(_ranks[rank].Refresh, tick + _device.Refresh);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Refreshes one bank.</summary>
    public void RefreshBank(int bank, long tick)
    {
        var rank = _rank[bank];
        _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _gap.RefreshBankToActivate);
        _ranks[rank].Activate = Math.Max(_ranks[rank].Activate, tick + _gap.RefreshBankToOther);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Issues column commands of an open row, the last of <paramref name="count"/> at <paramref name="tick"/>.</summary>
    public void Column(int bank, bool write, long tick, int count = 1)
    {
        var rank = _rank[bank];
        ref var state = ref _ranks[rank];
        var group = _group[bank];
        RowAccesses[bank] += count;
        if (write)
        {
            Raise(_bankWrite, group, tick + _gap.WriteLong);
            Raise(_bankRead, group, tick + _gap.WriteToReadLong);
            state.Write = Math.Max(state.Write, tick + _gap.WriteShort);
            state.Read = Math.Max(state.Read, tick + _gap.WriteToReadShort);
            _bankPrecharge[bank] = Math.Max(_bankPrecharge[bank], tick + _gap.WriteToPrecharge);
        }
        else
        {
            Raise(_bankRead, group, tick + _gap.ReadLong);
            state.Read = Math.Max(state.Read, tick + _gap.ReadShort);
            state.Write = Math.Max(state.Write, tick + _device.ReadToWrite);
            _bankPrecharge[bank] = Math.Max(_bankPrecharge[bank], tick + _gap.ReadToPrecharge);
        }

        OtherRanks(rank, write, tick);
        OtherStacks(group, write, tick);
        HoldColumnBus(tick);
    }

    /// <summary>Holds the bus for a column command longer than a tick.</summary>
    internal void HoldColumnBus(long tick)
    {
        if (_device.ColumnSlots > 1)
        {
            _columnBus = Math.Max(_columnBus, tick + _device.ColumnSlots);
            _rowBus = _device.TwoCommandBuses ? _rowBus : Math.Max(_rowBus, _columnBus);
        }
    }

    /// <summary>Closes the row of a bank behind the column command at <paramref name="tick"/>, as part of that command.</summary>
    public void AutoPrecharge(int bank, bool write, long tick)
    {
        var rank = _rank[bank];
        var closed = write ? tick + _gap.WriteToPrecharge : tick + _device.BurstTicks + _gap.ReadToPrecharge;
        OpenRow[bank] = -1;
        _openBanks[rank]--;
        _bankActivate[bank] = Math.Max(_bankActivate[bank], closed + _gap.PrechargeToActivate);
        _ranks[rank].Refresh = Math.Max(_ranks[rank].Refresh, closed + _device.Precharge);
    }

    /// <summary>No bank of a group before <paramref name="tick"/>.</summary>
    private void Raise(long[] banks, int group, long tick)
    {
        if (_banksPerGroup == Vector256<long>.Count)
        {
            ref var first = ref banks[group * Vector256<long>.Count];
            Vector256.Max(Vector256.LoadUnsafe(ref first), Vector256.Create(tick)).StoreUnsafe(ref first);
            return;
        }

        foreach (ref var bank in banks.AsSpan(group * _banksPerGroup, _banksPerGroup))
        {
            bank = Math.Max(bank, tick);
        }
    }

    private void OtherRanks(int rank, bool write, long tick)
    {
        if (_device.Ranks == 1)
        {
            return;
        }

        var first = rank / _device.Ranks * _device.Ranks;
        for (var other = first; other < first + _device.Ranks; other++)
        {
            if (other != rank)
            {
                _ranks[other].Read = Math.Max(_ranks[other].Read, tick + (write ? _gap.WriteToOtherRead : _device.OtherRank));
                _ranks[other].Write = Math.Max(_ranks[other].Write, tick + (write ? _device.OtherRank : _gap.ReadToOtherWrite));
            }
        }
    }

    private void OtherStacks(int group, bool write, long tick)
    {
        if (_device.StackIds == 1 || write)
        {
            return;
        }

        var perStack = _device.BankGroups / _device.StackIds;
        var stack = group / perStack;
        var first = group / _device.BankGroups * _device.BankGroups;
        for (var other = first; other < first + _device.BankGroups; other++)
        {
            if (other / perStack != stack)
            {
                Raise(_bankRead, other, tick + _device.OtherStack);
            }
        }
    }

    /// <summary>Holds the bus for commands longer than a tick; that no two start in one tick is up to the controller.</summary>
    private void HoldRowBus(long tick, int slots)
    {
        if (slots == 1)
        {
            return;
        }

        _rowBus = Math.Max(_rowBus, tick + slots);
        if (!_device.TwoCommandBuses)
        {
            _columnBus = Math.Max(_columnBus, _rowBus);
        }
    }

    /// <summary>Earliest ticks of the commands of a rank, whatever the state of its banks.</summary>
    private struct RankState
    {
        public long Activate;
        public long Read;
        public long Write;
        public long Precharge;
        public long Refresh;

        // Ticks from which tFAW allows an activate after each of the last four, the oldest of them first.
        private long _first;
        private long _second;
        private long _third;
        private long _fourth;

        public static RankState Idle => new()
        {
            Activate = Never,
            Read = Never,
            Write = Never,
            Precharge = Never,
            Refresh = Never,
            _first = Never,
            _second = Never,
            _third = Never,
            _fourth = Never,
        };

        public readonly long ActivateAt => Math.Max(Activate, _first);

        public void Activated(long next) => (_first, _second, _third, _fourth) = (_second, _third, _fourth, next);
    }
}
