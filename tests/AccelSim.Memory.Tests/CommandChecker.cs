namespace AccelSim.Memory.Tests;

/// <summary>
/// Judges a command log by the timing rules alone, pair by pair, knowing nothing of how the channel plans. Every rule is stated once, as
/// "at least so many ticks from this command to that one".
/// </summary>
internal sealed class CommandChecker(DramConfig config) : IDramCommandLog
{
    private readonly List<(long Tick, DramCommand Command, int Bank, long Row)> _log = [];

    public int Count => _log.Count;

    public void Add(long tick, DramCommand command, int bank, long row) => _log.Add((tick, command, bank, row));

    public void AssertLegal()
    {
        // A precharge may be planned after a later column of another bank, so the log is put in order of time first; ties keep their order.
        var ordered = _log.OrderBy(entry => entry.Tick).ToList();
        var open = new long[config.Banks];
        Array.Fill(open, -1);
        for (var i = 0; i < ordered.Count; i++)
        {
            var now = ordered[i];
            switch (now.Command)
            {
                case DramCommand.Activate:
                    Assert.True(open[now.Bank] == -1, $"activate of bank {now.Bank} at {now.Tick}, row {open[now.Bank]} is open");
                    open[now.Bank] = now.Row;
                    break;
                case DramCommand.Precharge:
                    open[now.Bank] = -1;
                    break;
                case DramCommand.Refresh:
                    Assert.All(open, row => Assert.Equal(-1, row));
                    break;
                default:
                    Assert.Equal(open[now.Bank], now.Row);
                    break;
            }

            for (var j = i - 1; j >= 0 && now.Tick - ordered[j].Tick < 400; j--)
            {
                var least = Least(ordered[j], now);
                Assert.True(now.Tick - ordered[j].Tick >= least, $"{ordered[j]} then {now}: less than {least} ticks apart");
            }
        }

        var activates = ordered.Where(entry => entry.Command == DramCommand.Activate).Select(entry => entry.Tick).ToList();
        for (var i = 4; i < activates.Count; i++)
        {
            Assert.True(activates[i] - activates[i - 4] >= config.FourActivates, $"five activates within tFAW at {activates[i]}");
        }
    }

    private long Least((long Tick, DramCommand Command, int Bank, long Row) first, (long Tick, DramCommand Command, int Bank, long Row) second)
    {
        var sameBank = first.Bank == second.Bank;
        var sameGroup = first.Bank / config.BanksPerGroup == second.Bank / config.BanksPerGroup;
        var writeEnd = config.WriteLatency + config.BurstTicks;
        return (first.Command, second.Command) switch
        {
            (DramCommand.Activate, DramCommand.Read) when sameBank => config.ActivateToRead,
            (DramCommand.Activate, DramCommand.Write) when sameBank => config.ActivateToWrite,
            (DramCommand.Activate, DramCommand.Precharge) when sameBank => config.ActivateToPrecharge,
            (DramCommand.Activate, DramCommand.Activate) when sameBank => config.ActivateToActivate,
            (DramCommand.Activate, DramCommand.Activate) => sameGroup ? config.ActivateLong : config.ActivateShort,
            (DramCommand.Precharge, DramCommand.Activate) when sameBank => config.Precharge,
            (DramCommand.Precharge, DramCommand.Refresh) => config.Precharge,
            (DramCommand.Read, DramCommand.Precharge) when sameBank => config.ReadToPrecharge,
            (DramCommand.Write, DramCommand.Precharge) when sameBank => writeEnd + config.WriteRecovery,
            (DramCommand.Read, DramCommand.Read) or (DramCommand.Write, DramCommand.Write) =>
                sameGroup ? config.ColumnLong : config.ColumnShort,
            (DramCommand.Read, DramCommand.Write) => config.ReadLatency + config.BurstTicks + config.ReadToWriteGap - config.WriteLatency,
            (DramCommand.Write, DramCommand.Read) => writeEnd + (sameGroup ? config.WriteToReadLong : config.WriteToReadShort),
            (DramCommand.Refresh, _) => config.Refresh,
            _ => 0,
        };
    }
}
