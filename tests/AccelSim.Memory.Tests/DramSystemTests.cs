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
        from hash in Gen.Elements(true, false)
        select (pattern, write, channels, hash), t =>
        {
            var config = Lpddr5.Config(t.channels) with { Hash = t.hash };
            var dram = new DramSystem(config);
            dram.Access(0, t.pattern, t.write);
            dram.Flush(0);
            var flat = t.pattern.Flattened();
            var rounded = 0L;
            for (var i = 0L; i < flat.Segments; i++)
            {
                var first = flat.Address(i) / 64 * 64;
                rounded += ((flat.Address(i) + flat.Bytes + 63) / 64 * 64) - first;
            }

            var counters = Enumerable.Range(0, t.channels).Select(dram.Counters).ToList();
            Assert.Equal(t.write ? rounded : 0, dram.BytesWritten);
            Assert.Equal(dram.BytesWritten, counters.Sum(c => c.WriteBursts) * 32);
            Assert.Equal(dram.BytesRead + dram.BytesReadToModify, counters.Sum(c => c.ReadBursts) * 32);
            Assert.Equal(t.write ? 0 : rounded, dram.BytesRead);
        });

    [Fact]
    public void Commands_counted_are_the_commands_of_the_log() => Law.Holds(
        from accesses in Gen.ArrayOf(from pattern in Patterns from write in Gen.Elements(true, false) from gap in Gen.Choose(0, 2_000_000) select (pattern, write, gap))
        from closed in Gen.Elements(true, false)
        select (accesses, closed), t =>
        {
            var config = Lpddr5.Config(2) with { ClosedPage = t.closed };
            var logs = Enumerable.Range(0, 2).Select(_ => new CommandCount()).ToArray();
            var dram = new DramSystem(config, channel => logs[channel]);
            var now = 0L;
            foreach (var (pattern, write, gap) in t.accesses)
            {
                now += gap;
                dram.Access(now, pattern, write);
            }

            dram.Flush(now);
            for (var channel = 0; channel < 2; channel++)
            {
                var counters = dram.Counters(channel);
                Assert.Equal(
                    (logs[channel][DramCommand.Activate], logs[channel][DramCommand.Read], logs[channel][DramCommand.Write]),
                    (counters.Activates, counters.ReadBursts, counters.WriteBursts));
            }
        }, count: 60);

    [Fact]
    public void Rate_never_exceeds_the_peak_and_the_parts_of_a_wait_sum() => Law.Holds(
        Gen.ArrayOf(from pattern in Patterns from write in Gen.Elements(true, false) from gap in Gen.Choose(0, 2_000_000) select (pattern, write, gap)),
        accesses =>
        {
            var dram = new DramSystem(Lpddr5.Config(4));
            var now = 0L;
            foreach (var (pattern, write, gap) in accesses)
            {
                now += gap;
                var o = dram.Access(now, pattern, write);
                Assert.Equal(o.Done - now, o.Bandwidth + o.RowMiss + o.Refresh + o.Turnaround + o.Latency + o.ReadModifyWrite + o.QueueFull);
                Assert.True(o.Bandwidth >= 0 && o.RowMiss >= 0 && o.Latency >= 0 && o.QueueFull >= 0 && o.ReadModifyWrite >= 0);
            }

            var end = dram.Flush(now);
            var bytes = dram.BytesRead + dram.BytesWritten + dram.BytesReadToModify;
            Assert.True(bytes <= dram.Config.PeakBytesPerSecond * end / 1e15);
        });

    [Fact]
    public void Locate_sends_every_address_to_a_place_of_its_own() => Law.Holds(
        from channels in Gen.Elements(1, 2, 3, 4, 16, 24) from hash in Gen.Elements(true, false) select (channels, hash), t =>
        {
            var map = new DramAddressMap(Lpddr5.Config(t.channels) with { Hash = t.hash });
            var places = Enumerable.Range(0, 5000).Select(i => map.Locate(i * 64L)).ToHashSet();
            Assert.Equal(5000, places.Count);
        });

    [Fact]
    public void Short_writes_read_their_line_first_and_take_longer()
    {
        var whole = new DramSystem(Lpddr5.Config());
        var part = new DramSystem(Lpddr5.Config());
        var fast = whole.Access(0, new AffinePattern(0, 64), write: true);
        var slow = part.Access(0, new AffinePattern(0, 63), write: true);
        Assert.Equal(0, fast.ReadModifyWrite);
        Assert.True(slow.ReadModifyWrite > 0 || part.Flush(0) > whole.Flush(0));
        Assert.Equal(64, part.BytesReadToModify);
    }

    [Fact]
    public void Hashing_spreads_a_stride_that_hits_one_channel()
    {
        var pattern = new AffinePattern(0, 256, 512, 1 << 16);
        var plain = new DramSystem(Lpddr5.Config(16)).Access(0, pattern, write: false);
        var hashed = new DramSystem(Lpddr5.Config(16) with { Hash = true }).Access(0, pattern, write: false);
        Assert.True(hashed.Done * 4 < plain.Done, $"{hashed.Done} against {plain.Done}");
    }

    [Fact]
    public void Addresses_outside_the_memory_and_times_in_the_past_are_refused()
    {
        var dram = new DramSystem(Lpddr5.Config());
        Assert.Throws<ArgumentOutOfRangeException>(() => dram.Access(0, new AffinePattern((1L << 30) - 1, 2), write: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => dram.Access(0, new AffinePattern(-1, 2), write: true));
        dram.Access(100, new AffinePattern(0, 64), write: false);
        Assert.Throws<ArgumentOutOfRangeException>(() => dram.Access(99, new AffinePattern(0, 64), write: false));
    }

    [Fact]
    public void Streaming_allocates_nothing()
    {
        var dram = new DramSystem(Lpddr5.Config(24));
        var time = dram.Access(0, new AffinePattern(0, 1 << 20), write: false).Done;
        time = dram.Access(time, new AffinePattern(0, 1 << 20), write: true).Done;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            time = dram.Access(time, new AffinePattern(i * 65536L, 65536), write: i % 3 == 0).Done;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
