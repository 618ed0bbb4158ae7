using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>What holds for any stream of requests, device and policy.</summary>
public class ChannelLawTests
{
    /// <summary>Ticks without progress after which a channel counts as stuck.</summary>
    private const int Patience = 1_000_000;

    private sealed record Stream(string Device, DramScheduling Policy, bool Closed, DramRefresh Refresh, int Cap, Queues Queues, (int Gap, DramRequest Request)[] Requests)
    {
        public ChannelPolicy OfPolicy()
        {
            var policy = Devices.Policy(Policy) with { ClosedPage = Closed, Refresh = Refresh, RowHitCap = Cap };
            return Policy == DramScheduling.PerBankQueues ? policy
                : policy with
                {
                    ReadQueue = Queues.Reads,
                    WriteQueue = Queues.Writes,
                    WriteLowMillionths = Queues.Low,
                    WriteHighMillionths = Queues.High,
                    ReadsPerTurn = Queues.ReadsPerTurn,
                    WritesPerTurn = Queues.WritesPerTurn,
                };
        }

        public DramDevice OfDevice()
        {
            var device = Devices.Get(Device);
            return device with
            {
                RefreshBank = device.Refresh / 2 & ~1,
                RefreshBankInterval = device.RefreshInterval / device.BanksPerRank & ~1,
                RefreshBankToActivate = 8,
            };
        }
    }

    /// <summary>Room of a channel, and when its bus turns.</summary>
    private sealed record Queues(int Reads, int Writes, int Low, int High, int ReadsPerTurn, int WritesPerTurn);

    [Fact]
    public void No_command_comes_too_early_and_every_burst_is_moved_once() =>
        Law.Holds(Streams(), stream =>
        {
            var run = Drive(stream, wakeful: false);
            run.Log.AssertLegal();
            var columns = run.Log.Commands.Count(c => TimingChecker.IsColumn(c.Command));
            var asked = stream.Requests.Sum(r => r.Request.Count);
            var answered = run.Channel.Counters.Forwarded + run.Channel.Counters.Merged;
            Assert.Equal(asked - answered, columns);
            Assert.Equal(stream.Requests.Count(r => !r.Request.Write), run.Done.Count);
            Assert.All(run.Done, done => Assert.Equal(1, done.Value.Times));
        }, count: 150);

    [Fact]
    public void What_a_bus_did_adds_up_to_the_end_of_its_last_burst() =>
        Law.Holds(Streams(), stream =>
        {
            var run = Drive(stream, wakeful: false);
            var device = stream.OfDevice();
            for (var bus = 0; bus < device.PseudoChannels; bus++)
            {
                var did = run.Channel.Bus(bus);
                var columns = run.Log.Commands
                    .Where(c => TimingChecker.IsColumn(c.Command) && c.Bank / (device.Banks / device.PseudoChannels) == bus).ToList();
                Assert.Equal(columns.Count == 0 ? 0 : columns[^1].Tick + device.BurstTicks, did.Total);
                Assert.True(did is { RowMiss: >= 0, Refresh: >= 0, Turnaround: >= 0, Idle: >= 0 });
                Assert.True(did.Busy >= columns.Count * device.BurstTicks);
            }
        }, count: 100);

    [Fact]
    public void Looking_at_every_tick_changes_nothing() =>
        Law.Holds(Streams(), stream =>
        {
            var slow = Drive(stream, wakeful: true).Log.Commands;
            var fast = Drive(stream, wakeful: false).Log.Commands;
            AssertSame(slow, fast);
        }, count: 300);

    [Fact]
    public void The_controller_issues_the_commands_of_the_policy_written_down_plainly() =>
        Law.Holds(Streams().Where(stream => stream.Policy == DramScheduling.ReadyFirst), stream =>
        {
            var plain = new PlainChannel(stream.OfDevice(), stream.OfPolicy());
            foreach (var (gap, request) in stream.Requests)
            {
                for (var to = plain.Now + gap; plain.Now < to || !plain.Accepts(request.Write);)
                {
                    plain.Tick();
                }

                plain.Enqueue(request);
            }

            while (plain.Busy)
            {
                plain.Tick();
            }

            AssertSame(plain.Commands, Drive(stream, wakeful: false).Log.Commands);
            AssertSame(ToLastColumn(plain.Commands), ToLastColumn(Drive(stream, wakeful: false, stride: 200).Log.Commands));
        }, count: 300);

    [Theory]
    [InlineData(0, 4000)]
    [InlineData(16, 16)]
    public void A_cap_bounds_how_many_hits_pass_an_older_request_for_another_row(int cap, int passed)
    {
        // A request for row 1 comes second, and hits of row 0 for as long as there is room for them.
        var device = Devices.Get("ddr4", refresh: false);
        var log = new TimingChecker(device);
        var channel = ChannelController.Create(device, Devices.ReadyFirst with { RowHitCap = cap }, null, log);
        for (var i = 0; i < 4000; i++)
        {
            while (!channel.Accepts(write: false))
            {
                channel.Step();
            }

            channel.Enqueue(new DramRequest(0, i == 1 ? 1 : 0, i % device.Columns, 1, false, i));
        }

        while (channel.Busy)
        {
            channel.Step();
        }

        log.AssertLegal();
        Assert.InRange(log.Commands.Where(c => c.Command == DramCommand.Read).TakeWhile(c => c.Row == 0).Count(), Math.Min(passed, 3000), passed);
    }

    [Fact]
    public void Where_single_banks_are_refreshed_each_has_its_turn() =>
        Law.Holds(
            from stream in Streams()
            where stream.Policy == DramScheduling.ReadyFirst
            select stream with { Refresh = DramRefresh.SingleBanks },
            stream =>
            {
                var run = Drive(stream, wakeful: false);
                var device = stream.OfDevice();
                var turns = run.Log.Commands.Where(c => c.Command == DramCommand.RefreshBank).ToList();
                Assert.DoesNotContain(run.Log.Commands, c => c.Command == DramCommand.Refresh);
                Assert.Equal(turns.Count, run.Channel.Counters.Refreshes);
                var due = run.Channel.Now / device.RefreshBankInterval;
                foreach (var rank in Enumerable.Range(0, device.AllRanks))
                {
                    var banks = turns.Where(c => c.Bank / device.BanksPerRank == rank).Select(c => c.Bank % device.BanksPerRank).ToList();
                    Assert.Equal(Enumerable.Range(0, banks.Count).Select(i => i % device.BanksPerRank), banks);
                    Assert.InRange(banks.Count, due - 3, due);
                }
            }, count: 100);

    [Fact]
    public void A_read_comes_back_no_sooner_than_its_data_can() =>
        Law.Holds(Streams(), stream =>
        {
            var run = Drive(stream, wakeful: false);
            var device = stream.OfDevice();
            return run.Channel.Counters.Forwarded > 0 || run.Done.Values.All(done => done.Latency >= device.ReadTicks);
        }, count: 150);

    [Theory]
    [InlineData(DramScheduling.PerBankQueues, true)]
    [InlineData(DramScheduling.ReadyFirst, false)]
    public void No_write_of_the_same_burst_goes_between_a_read_and_its_command(DramScheduling policy, bool always)
    {
        // A burst is known by its row here. A read that finds a write waiting is answered from it; Ramulator, and we with it, lets later writes pass a
        // read that waits: no value is taken from here, only time.
        var passed = 0;
        Law.Holds(Streams(policy).Select(stream => stream with { Requests = [.. stream.Requests.Select(r => r with { Request = r.Request with { Column = 0, Count = 1 } })] }), stream =>
        {
            var run = Drive(stream, wakeful: false);
            var device = stream.OfDevice();
            foreach (var (tag, done) in run.Done.Where(done => done.Value.Latency > 1))
            {
                var read = stream.Requests[tag].Request;
                var command = done.Tick - device.ReadTicks;
                passed += run.Log.Commands.Count(c => c.Command is DramCommand.Write or DramCommand.WritePrecharge && (c.Bank, c.Row) == (read.Bank, read.Row)
                    && c.Tick >= done.Tick - done.Latency && c.Tick < command);
            }
        }, count: 150);
        Assert.Equal(always, passed == 0);
    }

    [Fact]
    public void Nobody_waits_for_ever() =>
        Law.Holds(Streams(), stream =>
        {
            // Every request ahead may cost a row cycle and a turn of the bus, and refreshes come in between.
            var device = stream.OfDevice();
            var worst = (device.ActivateToActivate + device.WriteTicks + device.WriteRecovery + device.WriteToReadLong + device.ReadToWrite) * 8L;
            var bound = (worst * (stream.Requests.Length + 8)) + (device.Refresh * 8L);
            return Drive(stream, wakeful: false).Done.Values.All(done => done.Latency <= bound);
        }, count: 150);

    [Theory]
    [InlineData(DramScheduling.PerBankQueues)]
    [InlineData(DramScheduling.ReadyFirst)]
    public void Nothing_is_allocated_for_a_request(DramScheduling policy)
    {
        var device = Devices.Get("hbm2-pc");
        var channel = ChannelController.Create(device, Devices.Policy(policy));
        var map = Devices.FineMap(device);
        var random = new CongruentialRandom(7);
        Run(20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(20_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int requests)
        {
            for (var i = 0; i < requests; i++)
            {
                var write = random.Next() % 4 == 0;
                while (!channel.Accepts(write))
                {
                    channel.Step();
                }

                channel.Enqueue(map.Request((long)(random.Next() % (ulong)map.Bursts), write, i));
            }
        }
    }

    [Fact]
    public void A_read_of_what_waits_to_be_written_is_answered_at_once()
    {
        foreach (var policy in Enum.GetValues<DramScheduling>())
        {
            var sink = new Sink();
            var channel = ChannelController.Create(Devices.Get("ddr4"), Devices.Policy(policy), sink);
            channel.Enqueue(new DramRequest(3, 5, 7, 1, true, -1));
            channel.Enqueue(new DramRequest(3, 5, 7, 1, false, 0));
            Assert.Equal(1, sink.Done.Single().Value.Tick);
            Assert.Equal(1, channel.Counters.Forwarded);
        }
    }

    private static void AssertSame(
        List<(long Tick, DramCommand Command, int Bank, long Row)> expected, List<(long Tick, DramCommand Command, int Bank, long Row)> actual)
    {
        var same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            same == Math.Max(expected.Count, actual.Count),
            $"after {same} commands: {string.Join(", ", expected.Skip(same - 3).Take(6))} against {string.Join(", ", actual.Skip(same - 3).Take(6))}");
    }

    private static List<(long Tick, DramCommand Command, int Bank, long Row)> ToLastColumn(List<(long Tick, DramCommand Command, int Bank, long Row)> commands) =>
        commands[..(commands.FindLastIndex(c => TimingChecker.IsColumn(c.Command)) + 1)];

    private static Gen<Stream> Streams(params DramScheduling[] policies) =>
        from device in Gen.Elements(Devices.Names)
        from policy in Gen.Elements(policies is [] ? Enum.GetValues<DramScheduling>() : policies)
        from closed in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(policy == DramScheduling.PerBankQueues)))
        from refresh in Gen.Frequency((2, Gen.Constant(DramRefresh.AllBanks)), (1, Gen.Constant(policy == DramScheduling.ReadyFirst ? DramRefresh.SingleBanks : DramRefresh.AllBanks)))
        from cap in Gen.Elements(0, 0, 2, 5)
        from queues in Rooms
        from count in Gen.Choose(1, 150)
        from requests in Gen.ArrayOf(Request(Devices.Get(device), closed), count)
        select new Stream(device, policy, closed, refresh, policy == DramScheduling.ReadyFirst ? cap : 0, queues, requests);

    private static Gen<Queues> Rooms =>
        from reads in Gen.Elements(128, 32, 4)
        from writes in Gen.Elements(64, 16, 4)
        from low in Gen.Elements(200_000, 200_000, 0, 400_000)
        from high in Gen.Elements(800_000, 800_000, 500_000, 1_000_000)
        from readsPerTurn in Gen.Elements(0, 0, 3, 16)
        from writesPerTurn in Gen.Elements(0, 1, 5, 16)
        select new Queues(reads, writes, low, high, readsPerTurn, writesPerTurn);

    // Few rows and banks, so that hits, conflicts and equal addresses are frequent.
    private static Gen<(int Gap, DramRequest Request)> Request(DramDevice device, bool single) =>
        from gap in Gen.Frequency((6, Gen.Choose(0, 2)), (2, Gen.Choose(3, 60)), (1, Gen.Choose(100, 9000)))
        from bank in Gen.Choose(0, device.Banks - 1)
        from near in Gen.Choose(0, 3)
        from row in Gen.Choose(0, 2)
        from column in Gen.Choose(0, device.Columns - 8)
        from count in single ? Gen.Constant(1) : Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Choose(2, 8)))
        from write in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (gap, new DramRequest(near > 0 ? bank % 3 : bank, row, column, count, write, 0));

    private static (ChannelController Channel, TimingChecker Log, Dictionary<int, (long Tick, long Latency, int Times)> Done) Drive(Stream stream, bool wakeful, int stride = 1)
    {
        var device = stream.OfDevice();
        var log = new TimingChecker(device);
        var sink = new Sink();
        var channel = ChannelController.Create(device, stream.OfPolicy(), sink, log);
        var tick = 0L;
        for (var i = 0; i < stream.Requests.Length; i++)
        {
            var (gap, request) = stream.Requests[i];
            Advance(tick += gap);
            for (var waited = 0; !channel.Accepts(request.Write); waited++)
            {
                Assert.True(waited < Patience, $"request {i} finds no room by tick {tick}");
                Advance(++tick);
            }

            sink.Arrival[i] = tick;
            channel.Enqueue(request with { Tag = i });
        }

        channel.Drain();
        for (var waited = 0; channel.Busy; waited++)
        {
            Assert.True(waited < Patience, $"requests still wait at tick {tick}");
            Advance(tick += stride);
        }

        return (channel, log, sink.Done);

        void Advance(long to)
        {
            for (var next = channel.Now + 1; wakeful && next <= to; next++)
            {
                channel.Wake();
                channel.RunTo(next);
            }

            channel.RunTo(to);
        }
    }

    private sealed class Sink : IDramSink
    {
        public Dictionary<int, long> Arrival { get; } = [];

        public Dictionary<int, (long Tick, long Latency, int Times)> Done { get; } = [];

        void IDramSink.Done(int tag, long tick) =>
            Done[tag] = (tick, tick - Arrival.GetValueOrDefault(tag), Done.TryGetValue(tag, out var before) ? before.Times + 1 : 1);
    }
}
