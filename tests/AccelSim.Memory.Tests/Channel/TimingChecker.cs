namespace AccelSim.Memory.Tests.Channel;

/// <summary>
/// Judges a command log pair by pair from the nominal timings of the device, knowing nothing of how a controller plans: "at least so many
/// ticks from this command to that one", counted from the last tick that a command holds its bus.
/// </summary>
internal sealed class TimingChecker(DramDevice device) : IDramCommandLog
{
    /// <summary>No least distance: the second command may come whenever its bus is free.</summary>
    private const int Free = int.MinValue;

    public List<(long Tick, DramCommand Command, int Bank, long Row)> Commands { get; } = [];

    public void Add(long tick, DramCommand command, int bank, long row) => Commands.Add((tick, command, bank, row));

    /// <summary>Ticks after which no command keeps another one back.</summary>
    private int Reach => Math.Max(Math.Max(device.Refresh, device.RefreshBank), device.WriteTicks + device.WriteRecovery + device.ActivateToActivate) + 8;

    public static bool IsColumn(DramCommand command) => command is DramCommand.Read or DramCommand.Write or DramCommand.ReadPrecharge or DramCommand.WritePrecharge;

    /// <summary>True where a command at <paramref name="tick"/>, not before the last one, keeps its distance from all before it.</summary>
    public bool Allows(long tick, DramCommand command, int bank)
    {
        var now = (tick, command, bank, Row: 0L);
        if (OffEdge(now))
        {
            return false;
        }

        for (var i = Commands.Count - 1; i >= 0 && tick - Commands[i].Tick < Reach; i--)
        {
            var before = Commands[i];
            if (Clash(before, now) || tick + Slots(command) - before.Tick - Slots(before.Command) < Least(before, now))
            {
                return false;
            }
        }

        return command != DramCommand.Activate || Commands.Where(c => c.Command == command && c.Bank / device.BanksPerRank == bank / device.BanksPerRank)
            .Reverse().Skip(3).Take(1).All(fourth => tick - fourth.Tick >= device.FourActivates);
    }

    public void AssertLegal()
    {
        var open = new long[device.Banks];
        Array.Fill(open, -1);
        for (var i = 0; i < Commands.Count; i++)
        {
            var now = Commands[i];
            AssertState(now, open);
            AssertBus(i);
            for (var j = i - 1; j >= 0 && now.Tick - Commands[j].Tick < Reach; j--)
            {
                var before = Commands[j];
                var least = Least(before, now);
                var gap = now.Tick + Slots(now.Command) - before.Tick - Slots(before.Command);
                Assert.True(gap >= least, $"{before} then {now}: {gap} ticks, {least} are needed");
            }
        }

        foreach (var rank in Commands.Where(c => c.Command == DramCommand.Activate).GroupBy(c => c.Bank / device.BanksPerRank))
        {
            var ticks = rank.Select(c => c.Tick).ToList();
            for (var i = 4; i < ticks.Count; i++)
            {
                Assert.True(ticks[i] - ticks[i - 4] >= device.FourActivates, $"five activates of rank {rank.Key} within tFAW at {ticks[i]}");
            }
        }
    }

    private void AssertState((long Tick, DramCommand Command, int Bank, long Row) now, long[] open)
    {
        var rank = now.Bank / device.BanksPerRank * device.BanksPerRank;
        switch (now.Command)
        {
            case DramCommand.Activate:
                Assert.Equal(-1, open[now.Bank]);
                open[now.Bank] = now.Row;
                break;
            case DramCommand.Precharge:
                Assert.NotEqual(-1, open[now.Bank]);
                open[now.Bank] = -1;
                break;
            case DramCommand.PrechargeAll:
                Array.Fill(open, -1, rank, device.BanksPerRank);
                break;
            case DramCommand.RefreshBank:
                Assert.Equal(-1, open[now.Bank]);
                break;
            case DramCommand.Refresh:
                Assert.All(open.AsSpan(rank, device.BanksPerRank).ToArray(), row => Assert.Equal(-1, row));
                break;
            default:
                Assert.Equal(now.Row, open[now.Bank]);
                open[now.Bank] = now.Command is DramCommand.Read or DramCommand.Write ? now.Row : -1;
                break;
        }
    }

    private void AssertBus(int index)
    {
        var now = Commands[index];
        Assert.False(OffEdge(now), $"{now} on a falling edge");
        for (var j = index - 1; j >= 0 && now.Tick - Commands[j].Tick < 4; j--)
        {
            Assert.False(Clash(Commands[j], now), $"{Commands[j]} and {now} on one bus");
        }
    }

    private bool OffEdge((long Tick, DramCommand Command, int Bank, long Row) now) =>
        device.RisingEdge && now.Command is not (DramCommand.Precharge or DramCommand.PrechargeAll) && now.Tick % 2 != 0;

    private bool Clash((long Tick, DramCommand Command, int Bank, long Row) before, (long Tick, DramCommand Command, int Bank, long Row) now) =>
        (!device.TwoCommandBuses || IsColumn(now.Command) == IsColumn(before.Command)) && now.Tick - before.Tick <= Slots(before.Command);

    private static DramCommand Plain(DramCommand command) =>
        command == DramCommand.ReadPrecharge ? DramCommand.Read : command == DramCommand.WritePrecharge ? DramCommand.Write : command;

    /// <summary>Ticks a command holds its bus beyond the first.</summary>
    private int Slots(DramCommand command) =>
        (IsColumn(command) ? device.ColumnSlots : command == DramCommand.Activate ? device.ActivateSlots : device.PrechargeSlots) - 1;

    private int Least((long Tick, DramCommand Command, int Bank, long Row) first, (long Tick, DramCommand Command, int Bank, long Row) second)
    {
        var sameBank = first.Bank == second.Bank;
        var sameGroup = first.Bank / device.BanksPerGroup == second.Bank / device.BanksPerGroup;
        if (first.Bank / device.BanksPerRank != second.Bank / device.BanksPerRank)
        {
            return Free;
        }

        var groups = device.BankGroups / device.StackIds;
        var sameStack = first.Bank / device.BanksPerGroup / groups == second.Bank / device.BanksPerGroup / groups;
        return (first.Command, second.Command) switch
        {
            (DramCommand.ReadPrecharge, DramCommand.Activate) when sameBank => device.BurstTicks + device.ReadToPrecharge + device.Precharge,
            (DramCommand.WritePrecharge, DramCommand.Activate) when sameBank => device.WriteTicks + device.WriteRecovery + device.Precharge,
            (DramCommand.ReadPrecharge, DramCommand.Refresh) => device.BurstTicks + device.ReadToPrecharge + device.Precharge,
            (DramCommand.WritePrecharge, DramCommand.Refresh) => device.WriteTicks + device.WriteRecovery + device.Precharge,
            (DramCommand.ReadPrecharge or DramCommand.WritePrecharge, _) => Least((first.Tick, Plain(first.Command), first.Bank, first.Row), second),
            (_, DramCommand.ReadPrecharge or DramCommand.WritePrecharge) => Least(first, (second.Tick, Plain(second.Command), second.Bank, second.Row)),
            (DramCommand.Activate, DramCommand.Read) when sameBank => device.ActivateToRead,
            (DramCommand.Activate, DramCommand.Write) when sameBank => device.ActivateToWrite,
            (DramCommand.Activate, DramCommand.Precharge) when sameBank => device.ActivateToPrecharge,
            (DramCommand.Activate, DramCommand.PrechargeAll) => device.ActivateToPrecharge,
            (DramCommand.Activate, DramCommand.Activate) when sameBank => device.ActivateToActivate,
            (DramCommand.Activate, DramCommand.Refresh) => device.ActivateToActivate,
            (DramCommand.Activate, DramCommand.Activate) => sameGroup ? device.ActivateLong : device.ActivateShort,
            (DramCommand.Precharge, DramCommand.Activate) when sameBank => device.Precharge,
            (DramCommand.PrechargeAll, DramCommand.Activate) => device.PrechargeAll,
            (DramCommand.Precharge or DramCommand.PrechargeAll, DramCommand.Refresh) => device.Precharge,
            // JESD209-4 counts tPPD between any two precharges, of one bank or of all; Ramulator 2.1 only between those of one bank.
            (DramCommand.Precharge or DramCommand.PrechargeAll, DramCommand.Precharge or DramCommand.PrechargeAll) => device.PrechargeToPrecharge,
            (DramCommand.Read, DramCommand.Precharge) when sameBank => device.ReadToPrecharge,
            (DramCommand.Read, DramCommand.PrechargeAll) => device.ReadToPrecharge,
            (DramCommand.Write, DramCommand.Precharge) when sameBank => device.WriteTicks + device.WriteRecovery,
            (DramCommand.Write, DramCommand.PrechargeAll) => device.WriteTicks + device.WriteRecovery,
            (DramCommand.Read, DramCommand.Read) => sameGroup ? device.ReadLong : Math.Max(sameStack ? device.ReadShort : device.OtherStack, device.BurstTicks),
            (DramCommand.Write, DramCommand.Write) => sameGroup ? device.WriteLong : Math.Max(device.WriteShort, device.BurstTicks),
            (DramCommand.Read, DramCommand.Write) => device.ReadToWrite,
            (DramCommand.Write, DramCommand.Read) => device.WriteTicks + (sameGroup ? device.WriteToReadLong : device.WriteToReadShort),
            (DramCommand.RefreshBank, DramCommand.Activate or DramCommand.RefreshBank) => sameBank ? device.RefreshBank : device.RefreshBankToActivate,
            (DramCommand.Precharge, DramCommand.RefreshBank) when sameBank => device.Precharge,
            (DramCommand.Activate, DramCommand.RefreshBank) => sameBank ? device.ActivateToActivate : sameGroup ? device.ActivateLong : device.ActivateShort,
            (DramCommand.Refresh, DramCommand.Activate or DramCommand.Refresh) => device.Refresh,
            _ => Free,
        };
    }
}
