using AccelSim.Engine;
using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

public class DramSystemTests
{
    private static Gen<AffinePattern> Patterns =>
        from address in Gen.Choose(0, 1 << 20)
        from bytes in Gen.Choose(1, 20_000)
        from count1 in Gen.Choose(1, 5)
        from stride1 in Gen.Choose(0, 100_000)
        from count2 in Gen.Choose(1, 3)
        from stride2 in Gen.Choose(0, 1_000_000)
        select new AffinePattern(address, bytes, count1, stride1, count2, stride2);

    [Fact]
    public void Bytes_in_equal_bytes_out_rounded_to_minimum_bursts() => Law.Holds(
        from pattern in Patterns
        from write in Gen.Elements(true, false)
        from channels in Gen.Elements(1, 3, 4, 24)
        from hash in Gen.Elements(DramHash.None, DramHash.XorRow, DramHash.Mixed)
        select (pattern, write, channels, hash), t =>
        {
            var config = Lpddr5.Config(t.channels) with { Hash = t.hash };
            var user = new DramUser(config);
            var dram = user.Dram;
            user.Do(t.pattern, t.write);
            dram.Flush();
            var flat = t.pattern.Flattened();
            var rounded = 0L;
            for (var i = 0L; i < flat.Segments; i++)
            {
                var first = flat.Address(i) / 64 * 64;
                rounded += ((flat.Address(i) + flat.Bytes + 63) / 64 * 64) - first;
            }

            var counters = dram.Counters.ToList();
            Assert.Equal(t.write ? rounded : 0, dram.BytesWritten);
            Assert.Equal(dram.BytesWritten, counters.Sum(c => c.Writes) * 32);
            Assert.Equal(dram.BytesRead + dram.BytesReadToModify, counters.Sum(c => c.Reads) * 32);
            Assert.Equal(t.write ? 0 : rounded, dram.BytesRead);
        });

    [Fact]
    public void Commands_counted_are_the_commands_of_the_log() => Law.Holds(
        from accesses in Gen.ArrayOf(from pattern in Patterns from write in Gen.Elements(true, false) from gap in Gen.Choose(0, 2_000_000) select (pattern, write, gap))
        from closed in Gen.Elements(true, false)
        select (accesses, closed), t =>
        {
            var policy = Lpddr5.Config().Policy;
            var config = Lpddr5.Config(2) with { Policy = t.closed ? policy with { Scheduling = DramScheduling.PerBankQueues, ClosedPage = true } : policy };
            var logs = Enumerable.Range(0, 2).Select(_ => new CommandCount()).ToArray();
            var user = new DramUser(config, channel => logs[channel]);
            var now = 0L;
            foreach (var (pattern, write, gap) in t.accesses)
            {
                user.Plan(now += gap, pattern, write);
            }

            user.Run();
            user.Dram.Flush();
            foreach (var (log, counters) in logs.Zip(user.Dram.Counters))
            {
                Assert.Equal(
                    (log[DramCommand.Activate], log[DramCommand.Read] + log[DramCommand.ReadPrecharge], log[DramCommand.Write] + log[DramCommand.WritePrecharge]),
                    (counters.Activates, counters.Reads - counters.Forwarded, counters.Writes - counters.Merged));
            }
        }, count: 60);

    [Fact]
    public void Rate_never_exceeds_the_peak_and_the_parts_of_a_wait_sum() => Law.Holds(
        Gen.ArrayOf(from pattern in Patterns from write in Gen.Elements(true, false) from gap in Gen.Choose(0, 2_000_000) select (pattern, write, gap)),
        accesses =>
        {
            var user = new DramUser(Lpddr5.Config(4));
            var now = 0L;
            foreach (var (pattern, write, gap) in accesses)
            {
                user.Plan(now += gap, pattern, write);
            }

            user.Run();
            foreach (var (asked, o) in user.Ended.Values)
            {
                Assert.Equal(o.Done - asked, o.Bandwidth + o.RowMiss + o.Refresh + o.Turnaround + o.Latency + o.ReadModifyWrite + o.QueueFull);
                Assert.True(o.Bandwidth >= 0 && o.RowMiss >= 0 && o.Refresh >= 0 && o.Turnaround >= 0 && o.Latency >= 0);
                Assert.True(o.QueueFull >= 0 && o.ReadModifyWrite >= 0);
            }

            var dram = user.Dram;
            var end = dram.Flush();
            var bytes = dram.Counters.Sum(c => c.Reads + c.Writes - c.Merged - c.Forwarded) * 32;
            Assert.True(bytes <= dram.Config.PeakBytesPerSecond * end / 1e15);
        });

    [Fact]
    public void Locate_sends_every_address_to_a_place_of_its_own() => Law.Holds(
        from channels in Gen.Elements(1, 2, 3, 4, 16, 24) from hash in Gen.Elements(DramHash.None, DramHash.XorRow, DramHash.Mixed) select (channels, hash), t =>
        {
            var map = new DramAddressMap(Lpddr5.Config(t.channels) with { Hash = t.hash });
            var places = Enumerable.Range(0, 5000).Select(i => map.Locate(i * 64L)).ToHashSet();
            Assert.Equal(5000, places.Count);
        });

    [Fact]
    public void Short_writes_read_their_line_first_and_take_longer()
    {
        var part = new DramUser(Lpddr5.Config());
        var fast = new DramUser(Lpddr5.Config()).Do(new AffinePattern(0, 64), write: true);
        var slow = part.Do(new AffinePattern(0, 63), write: true);
        var read = new DramUser(Lpddr5.Config()).Do(new AffinePattern(0, 64), write: false);
        Assert.Equal(0, fast.ReadModifyWrite);
        Assert.Equal((read.Done, read.Done + fast.Done), (slow.ReadModifyWrite, slow.Done));
        Assert.Equal(64, part.Dram.BytesReadToModify);
    }

    [Theory]
    [InlineData(DramHash.XorRow)]
    [InlineData(DramHash.Mixed)]
    public void Hashing_spreads_a_stride_that_hits_one_channel(DramHash hash)
    {
        var pattern = new AffinePattern(0, 256, 512, 1 << 16);
        var plain = new DramUser(Lpddr5.Config(16)).Do(pattern, write: false);
        var hashed = new DramUser(Lpddr5.Config(16) with { Hash = hash }).Do(pattern, write: false);
        Assert.True(hashed.Done * 4 < plain.Done, $"{hashed.Done} against {plain.Done}");
    }

    [Fact]
    public void Addresses_outside_the_memory_are_refused()
    {
        var dram = new DramUser(Lpddr5.Config()).Dram;
        Assert.Throws<ArgumentOutOfRangeException>(() => dram.Access(new AffinePattern((1L << 30) - 1, 2), write: false, client: null));
        Assert.Throws<ArgumentOutOfRangeException>(() => dram.Access(new AffinePattern(-1, 2), write: true, client: null));
    }

    [Theory]
    [InlineData(DramScheduling.ReadyFirst)]
    [InlineData(DramScheduling.PerBankQueues)]
    public void Streaming_allocates_nothing(DramScheduling scheduling)
    {
        var config = Lpddr5.Config(24);
        var stream = new Streamer(config with { Policy = config.Policy with { Scheduling = scheduling } });
        stream.Run(300);
        var before = GC.GetAllocatedBytesForCurrentThread();
        stream.Run(300);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Fact]
    public void What_follows_a_quiescent_point_does_not_depend_on_what_went_before()
    {
        var fresh = new DramUser(Lpddr5.Config(2));
        var used = new DramUser(Lpddr5.Config(2));
        for (var i = 0; i < 20; i++)
        {
            used.Do(new AffinePattern(i * 12345, 4321), write: i % 3 == 0);
        }

        used.Dram.Quiesce();
        var pattern = new AffinePattern(4096, 100, 7, 1 << 14);
        var (first, second) = (fresh.Do(pattern, write: false), used.Do(pattern, write: false));
        Assert.Equal(first with { Done = 0 }, second with { Done = 0 });
    }

    [Fact]
    public void A_write_waits_for_room_in_a_full_queue()
    {
        var config = Lpddr5.Config() with { InterleavedBanks = 1 };
        var user = new DramUser(config);
        var few = user.Do(new AffinePattern(0, 1024), write: true);
        var many = user.Do(new AffinePattern(1 << 20, 1 << 16), write: true);
        Assert.Equal(0, few.QueueFull);
        Assert.True(many.QueueFull * config.PeakBytesPerSecond > 0.8e15 * ((1 << 16) - (3 * 64 * 32)), $"{many.QueueFull} fs");
    }

    [Fact]
    public void Accesses_that_end_in_one_instant_end_before_anything_else_in_the_order_in_which_they_were_asked_for() => Law.Holds(
        from accesses in Gen.ArrayOf(
            from place in Gen.Choose(0, 1 << 14)
            from bytes in Gen.Elements(64, 64, 40)
            from write in Gen.Elements(true, false, false)
            from gap in Gen.Choose(0, 3)
            select (place, bytes, write, gap), 40)
        from channels in Gen.Elements(2, 8)
        from latency in Gen.Elements(60_000_000, 0)
        select (accesses, channels, latency), t =>
        {
            var config = Lpddr5.Config(t.channels) with { ControllerLatency = t.latency };
            var user = new DramUser(config);
            var tick = 0L;
            foreach (var (place, bytes, write, gap) in t.accesses)
            {
                user.Plan(config.Clock.Edge(tick += gap), new AffinePattern(place * 64L, bytes), write);
            }

            user.Run();
            var done = Enumerable.Range(0, t.accesses.Length).Select(access => user.Ended[access].Outcome.Done).ToList();
            Assert.Equal(user.Order.OrderBy(access => done[access]).ThenBy(access => access), user.Order);

            // Somebody else acts in the same instants, in events as old as can be.
            var watched = new DramUser(config);
            var earlier = new List<int>();
            foreach (var time in done.Distinct())
            {
                watched.Watch(time, () => earlier.Add(watched.Order.Count));
            }

            tick = 0;
            foreach (var (place, bytes, write, gap) in t.accesses)
            {
                watched.Plan(config.Clock.Edge(tick += gap), new AffinePattern(place * 64L, bytes), write);
            }

            watched.Run();
            Assert.Equal(user.Order, watched.Order);
            Assert.Equal(done.Distinct().Order().Select(time => user.Order.Count(access => done[access] <= time && Asked(access) < time)), earlier);

            long Asked(int access) => user.Ended[access].Asked;
        }, count: 100);

    /// <summary>Keeps accesses of 64 KiB on their way, one write to two reads.</summary>
    private sealed class Streamer : Component, IDramClient
    {
        private readonly DramSystem _dram;
        private int _left;
        private int _number;

        public Streamer(DramConfig config)
            : base(new Simulation(), "streamer") =>
            _dram = new DramSystem(Simulation, config);

        public void Run(int accesses)
        {
            _left = accesses;
            Next();
            Next();
            Simulation.Run();
        }

        public void Accessed(int tag, in DramOutcome outcome) => Next();

        protected override void Handle(in SimEvent item)
        {
        }

        private void Next()
        {
            if (_left-- > 0)
            {
                _dram.Access(new AffinePattern(_number * 65536L, 65536), write: _number++ % 3 == 0, this);
            }
        }
    }
}
