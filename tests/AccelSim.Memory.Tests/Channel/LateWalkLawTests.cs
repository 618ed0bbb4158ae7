using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>
/// A memory walks its channels when somebody needs to know, and takes in then what came meanwhile. Here everything is walked at once, tick by
/// tick: what is simulated is the same.
/// </summary>
public class LateWalkLawTests
{
    private const int Block = 4096;

    private sealed record Load(string Device, bool Refresh, int Interleaved, ChannelPolicy Policy, int Latency, (int Gap, AffinePattern Pattern, bool Write)[] Accesses)
    {
        public DramConfig Config
        {
            get
            {
                var device = Devices.Get(Device, Refresh);
                return new DramConfig
                {
                    Device = device,
                    Policy = Policy,
                    Channels = device.PseudoChannels,
                    CapacityBytes = device.PseudoChannels * (1L << 27),
                    ChannelInterleaveBytes = Block,
                    InterleavedBanks = Interleaved,
                    ControllerLatency = Latency * 1_000_000L,
                    ReadModifyWrite = false,
                };
            }
        }
    }

    [Fact]
    public void When_a_channel_is_walked_makes_no_difference_to_its_commands_and_to_when_reads_end() => Law.Holds(Loads(), load =>
    {
        var late = new TimingChecker(load.Config.Device);
        var user = new DramUser(load.Config, _ => late);
        var tick = 0L;
        foreach (var (gap, pattern, write) in load.Accesses)
        {
            user.Plan(load.Config.Clock.Edge(tick += gap), pattern, write);
        }

        user.Run();
        user.Dram.Flush();

        var (atOnce, done) = AtOnce(load);
        Assert.Equal(ToLastColumn(atOnce), ToLastColumn(late));
        foreach (var (access, end) in done)
        {
            Assert.Equal(load.Config.Clock.Edge(end) + load.Config.ControllerLatency, user.Ended[access].Outcome.Done);
        }
    }, count: 1500);

    /// <summary>The longer the controller's latency, the later a channel is walked, and the more at once.</summary>
    [Fact]
    public void When_a_channel_is_walked_makes_no_difference_to_what_reads_waited_for() => Law.Holds(Loads(), load =>
    {
        var (soon, late) = (Waits(load with { Latency = 0 }), Waits(load with { Latency = 4000 }));
        Assert.Equal(soon, late);
    }, count: 1500);

    /// <summary>What each read waited for, beside the controller's latency.</summary>
    private static List<(long Bandwidth, long RowMiss, long Refresh, long Turnaround)> Waits(Load load)
    {
        var user = new DramUser(load.Config);
        var tick = 0L;
        foreach (var (gap, pattern, write) in load.Accesses)
        {
            user.Plan(load.Config.Clock.Edge(tick += gap), pattern, write);
        }

        user.Run();
        return [.. user.Ended.OrderBy(access => access.Key).Select(access => access.Value.Outcome)
            .Select(outcome => (outcome.Bandwidth, outcome.RowMiss, outcome.Refresh, outcome.Turnaround))];
    }

    private static Gen<Load> Loads() =>
        from device in Gen.Elements(Devices.Names)
        let groups = Devices.Get(device).BankGroups
        from refresh in Gen.Elements(true, true, false)
        from interleaved in Gen.Elements(1, groups, Devices.Get(device).BanksPerRank)
        from reads in Gen.Elements(1, 8, 32)
        from writes in Gen.Elements(4, 16)
        from readsPerTurn in Gen.Elements(0, 16)
        from writesPerTurn in Gen.Elements(0, 2, 16)
        from cap in Gen.Elements(0, 4)
        from writesToo in Gen.Elements(true, false)
        from latency in Gen.Elements(0, 1, 60)
        from accesses in Gen.ArrayOf(Access(writesToo), 12)
        let policy = Devices.ReadyFirst with { ReadQueue = reads, WriteQueue = writes, ReadsPerTurn = readsPerTurn, WritesPerTurn = writesPerTurn, RowHitCap = cap }
        select new Load(device, refresh, interleaved, policy, latency, accesses);

    /// <summary>Segments inside one block each, all on one data bus.</summary>
    private static Gen<(int Gap, AffinePattern Pattern, bool Write)> Access(bool writes) =>
        from gap in Gen.Frequency((3, Gen.Choose(0, 8)), (1, Gen.Choose(50, 900)), (1, Gen.Choose(3000, 5000)))
        from write in writes ? Gen.Elements(true, false, false) : Gen.Constant(false)
        from block in Gen.Choose(0, 1 << 6)
        from place in Gen.Choose(0, Block / 64 - 1)
        from bytes in Gen.Frequency((1, Gen.Choose(1, 64)), (2, Gen.Choose(64, Block)))
        from count in Gen.Choose(1, 4)
        from stride in Gen.Elements(2, 16, 512)
        select (gap, new AffinePattern(((long)block * Block) + (place * 64L), Math.Min(bytes, Block - (place * 64)), count, (long)stride * Block, 1, 0), write);

    /// <summary>The same accesses with a channel that is walked up to every arrival, and a tick at a time while something waits for room.</summary>
    private static (TimingChecker Log, Dictionary<int, long> Done) AtOnce(Load load)
    {
        var config = load.Config;
        var map = new DramAddressMap(config);
        var log = new TimingChecker(config.Device);
        var sink = new LastTicks();
        var channel = ChannelController.Create(config.Device, config.Policy, sink, log);
        var (reads, writes) = (new Queue<DramRequest>(), new Queue<DramRequest>());
        var tick = 0L;
        for (var access = 0; access < load.Accesses.Length; access++)
        {
            var (gap, pattern, write) = load.Accesses[access];
            tick += gap;
            var flat = pattern.Flattened();
            for (var segment = 0L; segment < flat.Segments; segment++)
            {
                while (reads.Count + writes.Count > 0 && channel.NextTick < tick)
                {
                    channel.Step();
                    Admit();
                }

                channel.RunTo(tick);
                foreach (var request in Requests(config, map, flat.Address(segment), flat.Bytes, write))
                {
                    (write ? writes : reads).Enqueue(request with { Tag = write ? -1 : access });
                    Admit();
                }
            }
        }

        while (reads.Count + writes.Count > 0 || channel.Busy)
        {
            channel.Step();
            Admit();
        }

        return (log, sink.Done);

        void Admit()
        {
            while (reads.Count > 0 && channel.Accepts(write: false))
            {
                channel.Enqueue(reads.Dequeue());
            }

            while (writes.Count > 0 && channel.Accepts(write: true))
            {
                channel.Enqueue(writes.Dequeue());
            }
        }
    }

    private static IEnumerable<DramRequest> Requests(DramConfig config, DramAddressMap map, long address, long bytes, bool write)
    {
        var line = config.MinimumBurstBytes;
        var first = address / line * line;
        var end = (address + bytes + line - 1) / line * line;
        var (bus, local) = map.Locate(first);
        for (var burst = local / config.BurstBytes; burst < (local + end - first) / config.BurstBytes;)
        {
            var train = map.Train(burst, Math.Min((local + end - first) / config.BurstBytes, burst + (16L * config.InterleavedBanks)));
            burst += train.Count;
            for (var i = 0; i < map.Touched(train); i++)
            {
                var part = map.Part(train, i, write);
                yield return part with { Bank = part.Bank + (bus * config.Banks), Tag = -1 };
            }
        }
    }

    /// <summary>When the last data of each access was there.</summary>
    private sealed class LastTicks : IDramSink
    {
        public Dictionary<int, long> Done { get; } = [];

        void IDramSink.Done(int tag, long tick) => Done[tag] = Math.Max(Done.GetValueOrDefault(tag), tick);
    }

    /// <summary>What was issued up to the last read or write: afterwards only rows are refreshed.</summary>
    private static IEnumerable<string> ToLastColumn(TimingChecker log)
    {
        var commands = log.Commands.ToList();
        var last = commands.FindLastIndex(item => item.Command is DramCommand.Read or DramCommand.Write);
        return commands.Take(last + 1).Select(item => $"{item}");
    }
}
