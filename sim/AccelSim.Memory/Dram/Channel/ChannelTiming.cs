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
    private readonly long[] _rankActivate;
    private readonly long[] _rankRead;
    private readonly long[] _rankWrite;
    private readonly long[] _rankPrecharge;
    private readonly long[] _rankRefresh;
    private readonly long[] _fourActivates;
    private readonly int[] _oldestActivate;
    private readonly int[] _group;
    private readonly int[] _rank;
    private readonly int[] _openBanks;
    private readonly CommandGaps _gap;
    private readonly int _banksPerGroup;
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
        _rankActivate = new long[device.AllRanks];
        _rankRead = new long[device.AllRanks];
        _rankWrite = new long[device.AllRanks];
        _rankPrecharge = new long[device.AllRanks];
        _rankRefresh = new long[device.AllRanks];
        _fourActivates = new long[device.AllRanks * 4];
        _oldestActivate = new int[device.AllRanks];
        _openBanks = new int[device.AllRanks];
        _group = [.. Enumerable.Range(0, device.Banks).Select(bank => bank / device.BanksPerGroup)];
        _rank = [.. Enumerable.Range(0, device.Banks).Select(bank => bank / device.BanksPerRank)];
        Restart();
    }

    /// <summary>All rows closed, nothing issued yet.</summary>
    public void Restart()
    {
        foreach (var state in (long[][])[_bankActivate, _bankPrecharge, _bankRead, _bankWrite, _rankActivate, _rankRead, _rankWrite, _rankPrecharge, _rankRefresh, _fourActivates])
        {
            Array.Fill(state, Never);
        }

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
        var tick = Math.Max(_bankActivate[bank], Math.Max(_rankActivate[rank], _fourActivates[(rank * 4) + _oldestActivate[rank]]));
        return Rising(Math.Max(tick, _rowBus), now);
    }

    /// <summary>Earliest tick of a precharge of a bank.</summary>
    public long PrechargeAt(int bank) => Math.Max(Math.Max(_bankPrecharge[bank], _rankPrecharge[_rank[bank]]), _rowBus);

    /// <summary>Earliest tick of a precharge of all banks of a rank.</summary>
    public long PrechargeAllAt(int rank)
    {
        var tick = Math.Max(_rankPrecharge[rank], _rowBus);
        for (var bank = rank * _device.BanksPerRank; bank < (rank + 1) * _device.BanksPerRank; bank++)
        {
            tick = Math.Max(tick, OpenRow[bank] >= 0 ? _bankPrecharge[bank] : Never);
        }

        return tick;
    }

    /// <summary>Earliest tick from <paramref name="now"/> on of a refresh of a rank whose rows are closed.</summary>
    public long RefreshAt(int rank, long now) => Rising(Math.Max(_rankRefresh[rank], _rowBus), now);

    /// <summary>Earliest tick from <paramref name="now"/> on of a refresh of a bank whose row is closed.</summary>
    public long RefreshBankAt(int bank, long now) => Rising(Math.Max(Math.Max(_bankActivate[bank], _rankActivate[_rank[bank]]) - _gap.RefreshBankHead, _rowBus), now);

    /// <summary>Earliest tick from <paramref name="now"/> on of a column command of a bank whose row is open.</summary>
    public long ColumnAt(int bank, bool write, long now)
    {
        var tick = write ? Math.Max(_bankWrite[bank], _rankWrite[_rank[bank]]) : Math.Max(_bankRead[bank], _rankRead[_rank[bank]]);
        return Rising(Math.Max(tick, _columnBus), now);
    }

    /// <summary>Earliest tick from <paramref name="now"/> on of a column command of a rank, whatever the state of its banks.</summary>
    public long RankColumnAt(int rank, bool write, long now) => Rising(Math.Max(write ? _rankWrite[rank] : _rankRead[rank], _columnBus), now);

    /// <summary>Earliest tick from <paramref name="now"/> on of an activate of a rank, whatever the state of its banks.</summary>
    public long RankActivateAt(int rank, long now) =>
        Rising(Math.Max(Math.Max(_rankActivate[rank], _fourActivates[(rank * 4) + _oldestActivate[rank]]), _rowBus), now);

    /// <summary>Earliest tick of a precharge of a rank, whatever the state of its banks.</summary>
    public long RankPrechargeAt(int rank) => Math.Max(_rankPrecharge[rank], _rowBus);

    /// <summary>Earliest tick of a column command of each bank, as far as bank and bank group allow.</summary>
    internal long[] BankColumns(bool write) => write ? _bankWrite : _bankRead;

    /// <summary>Earliest tick of a column command of a bank, as far as bank and bank group allow.</summary>
    public long BankColumnAt(int bank, bool write) => (write ? _bankWrite : _bankRead)[bank];

    /// <summary>Earliest tick of an activate, or, where its row is open, a precharge of a bank, as far as bank and bank group allow.</summary>
    public long BankRowAt(int bank) => (OpenRow[bank] < 0 ? _bankActivate : _bankPrecharge)[bank];

    /// <summary>Ticks between column commands of a rank: of different bank groups, and of one.</summary>
    public (int Short, int Long) ColumnSpacing(bool write) => write ? (_gap.WriteShort, _gap.WriteLong) : (_gap.ReadShort, _gap.ReadLong);

    /// <summary>Ticks from a column command to a precharge of its bank.</summary>
    public int ColumnToPrecharge(bool write) => write ? _gap.WriteToPrecharge : _gap.ReadToPrecharge;

    /// <summary>Earliest tick of an activate of each bank, as far as bank and bank group allow.</summary>
    internal long[] BankActivates => _bankActivate;

    /// <summary>Earliest tick of a precharge of each bank.</summary>
    internal long[] BankPrecharges => _bankPrecharge;

    /// <summary>The tick itself, or the next one where commands start on rising edges only.</summary>
    public long Rising(long tick, long now) => _device.RisingEdge ? (Math.Max(tick, now) + 1) & ~1L : tick;

    /// <summary>Opens a row.</summary>
    public void Activate(int bank, long row, long tick)
    {
        var rank = _rank[bank];
        OpenRow[bank] = row;
        RowAccesses[bank] = 0;
        _openBanks[rank]++;
        Raise(_bankActivate, _group[bank], tick + _device.ActivateLong);
        _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _device.ActivateToActivate);
        _bankRead[bank] = Math.Max(_bankRead[bank], tick + _gap.ActivateToRead);
        _bankWrite[bank] = Math.Max(_bankWrite[bank], tick + _gap.ActivateToWrite);
        _bankPrecharge[bank] = tick + _gap.ActivateToPrecharge;
        _rankActivate[rank] = Math.Max(_rankActivate[rank], tick + _device.ActivateShort);
        _rankRefresh[rank] = Math.Max(_rankRefresh[rank], tick + _gap.ActivateToRefresh);
        _fourActivates[(rank * 4) + _oldestActivate[rank]] = tick + _device.FourActivates;
        _oldestActivate[rank] = (_oldestActivate[rank] + 1) & 3;
        HoldRowBus(tick, _device.ActivateSlots);
    }

    /// <summary>Closes the row of a bank.</summary>
    public void Precharge(int bank, long tick)
    {
        var rank = _rank[bank];
        OpenRow[bank] = -1;
        _openBanks[rank]--;
        _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _gap.PrechargeToActivate);
        _rankRefresh[rank] = Math.Max(_rankRefresh[rank], tick + _device.Precharge);
        _rankPrecharge[rank] = Math.Max(_rankPrecharge[rank], tick + _device.PrechargeToPrecharge);
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
        _rankRefresh[rank] = Math.Max(_rankRefresh[rank], tick + _device.Precharge);
        _rankPrecharge[rank] = Math.Max(_rankPrecharge[rank], tick + _device.PrechargeToPrecharge);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Refreshes all banks of a rank.</summary>
    public void Refresh(int rank, long tick)
    {
        _rankActivate[rank] = Math.Max(_rankActivate[rank], tick + _gap.RefreshToActivate);
        _rankRefresh[rank] = Math.Max(_rankRefresh[rank], tick + _device.Refresh);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Refreshes one bank.</summary>
    public void RefreshBank(int bank, long tick)
    {
        var rank = _rank[bank];
        _bankActivate[bank] = Math.Max(_bankActivate[bank], tick + _gap.RefreshBankToActivate);
        _rankActivate[rank] = Math.Max(_rankActivate[rank], tick + _gap.RefreshBankToOther);
        HoldRowBus(tick, _device.PrechargeSlots);
    }

    /// <summary>Issues column commands of an open row, the last of <paramref name="count"/> at <paramref name="tick"/>.</summary>
    public void Column(int bank, bool write, long tick, int count = 1)
    {
        var rank = _rank[bank];
        var group = _group[bank];
        RowAccesses[bank] += count;
        if (write)
        {
            Raise(_bankWrite, group, tick + _gap.WriteLong);
            Raise(_bankRead, group, tick + _gap.WriteToReadLong);
            _rankWrite[rank] = Math.Max(_rankWrite[rank], tick + _gap.WriteShort);
            _rankRead[rank] = Math.Max(_rankRead[rank], tick + _gap.WriteToReadShort);
            _bankPrecharge[bank] = Math.Max(_bankPrecharge[bank], tick + _gap.WriteToPrecharge);
        }
        else
        {
            Raise(_bankRead, group, tick + _gap.ReadLong);
            _rankRead[rank] = Math.Max(_rankRead[rank], tick + _gap.ReadShort);
            _rankWrite[rank] = Math.Max(_rankWrite[rank], tick + _device.ReadToWrite);
            _bankPrecharge[bank] = Math.Max(_bankPrecharge[bank], tick + _gap.ReadToPrecharge);
        }

        OtherRanks(rank, write, tick);
        OtherStacks(group, write, tick);
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
        _rankRefresh[rank] = Math.Max(_rankRefresh[rank], closed + _device.Precharge);
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
                _rankRead[other] = Math.Max(_rankRead[other], tick + (write ? _gap.WriteToOtherRead : _device.OtherRank));
                _rankWrite[other] = Math.Max(_rankWrite[other], tick + (write ? _device.OtherRank : _gap.ReadToOtherWrite));
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

}
