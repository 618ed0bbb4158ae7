using AccelSim.Machine;

namespace AccelSim.Memory.Tests;

/// <summary>Figures of the bench against closed forms of the timings of the device, by hand.</summary>
public sealed class DramBenchTests
{
    private static readonly DramConfig Stack = DramBinding.Bind(MemoryFile.Load(Repository.File("configs", "memories", "hbm2-stack.yaml")).Dram);

    // One channel of it: two data buses, 38.4 GB/s.
    private static readonly DramConfig Channel = Stack with { Channels = 2, CapacityBytes = Stack.CapacityBytes / 8 };

    private static double Available => 1 - ((double)Stack.Device.Refresh / Stack.Device.RefreshInterval);

    public static TheoryData<string> Patterns => [.. DramBench.Patterns];

    [Fact]
    public void Sequential_reads_lose_what_refresh_takes()
    {
        var d = Stack.Device;
        var result = new DramBench(Stack).SequentialRead(TestContext.Current.CancellationToken);
        var left = 1 - ((double)(d.ReadToPrecharge + d.PrechargeAll + d.Refresh + d.ActivateToRead) / d.RefreshInterval);
        Assert.InRange(result.PeakFraction / left, 0.98, 1);
        Assert.InRange(result.Bus.Refresh, 0.95 * (1 - Available), 1 - left);
        Assert.Equal(result.PeakFraction * 307.2e9, result.BytesPerSecond, 1.0);
    }

    [Fact]
    public void One_bank_opens_a_row_each_row_cycle()
    {
        var result = One(Channel, "row-conflict", 1 << 20);
        var perSecond = result.BytesPerSecond / Channel.MinimumBurstBytes / Channel.Channels;
        var law = Available * Channel.Clock.Hertz / Channel.Device.ActivateToActivate;
        Assert.InRange(perSecond / law, 0.995, 1.005);
        Assert.Equal(0, result.RowHitRate);
        Assert.True(result.Bus.RowMiss > 0.8);
    }

    [Fact]
    public void One_bank_moves_its_row_at_the_pace_of_its_group()
    {
        var d = Channel.Device;
        var result = One(Channel, "row-hits", 2 << 20);
        var row = ((d.Columns - 1) * Math.Max(d.ReadLong, d.BurstTicks)) + d.ReadToPrecharge + d.Precharge + d.ActivateToRead;
        var law = Available * d.Columns * d.BurstTicks / row;
        Assert.InRange(result.PeakFraction / law, 0.985, 1.005);
        Assert.Equal(1 - (1.0 / d.Columns), result.RowHitRate, 0.002);
        Assert.Equal((double)(d.ReadLong - d.BurstTicks) / d.BurstTicks, result.Bus.BankGroup / result.Bus.Data, 0.05);
    }

    [Fact]
    public void Random_reads_are_bound_by_activates()
    {
        var d = Channel.Device;
        var result = One(Channel, "random", 1 << 20);
        var perTick = result.BytesPerSecond / Channel.BurstBytes / Channel.Clock.Hertz;

        // The row bus is shared by both data buses; an activate holds it two ticks, a precharge one.
        var commands = 1.0 / (d.ActivateSlots + d.PrechargeSlots);
        var rule = d.PseudoChannels * Math.Min(1.0 / d.ActivateShort, 4.0 / d.FourActivates);
        Assert.InRange(perTick / (Available * Math.Min(commands, rule)), 0.9, 1.0);
        Assert.InRange(result.RowHitRate, 0, 0.001);
    }

    [Fact]
    public void Requests_outstanding_give_their_number_over_latency_until_saturation()
    {
        var saturated = new DramBench(Channel).SequentialRead(TestContext.Current.CancellationToken).BytesPerSecond;
        foreach (var point in new DramBench(Channel).Points(["outstanding"]))
        {
            var result = point.Run(TestContext.Current.CancellationToken);
            Assert.InRange(result.BytesPerSecond / (point.X * 512 / (result.MeanLatency * 1e-9)), 0.99, 1.01);
            Assert.InRange(result.BytesPerSecond / saturated, 0, 1.005);
        }
    }

    [Theory]
    [InlineData("hit", 0)]
    [InlineData("closed", 1)]
    [InlineData("conflict", 2)]
    public void A_read_alone_takes_what_its_commands_take(string state, int steps)
    {
        var d = Channel.Device;
        var result = new DramBench(Channel).Points(["latency"]).Single(point => point.Label == state).Run(TestContext.Current.CancellationToken);
        int[] ticks = [d.ReadTicks, d.ReadTicks + d.ActivateToRead, d.ReadTicks + d.ActivateToRead + d.Precharge];
        var law = (ticks[steps] * 1e9 / Channel.Clock.Hertz) + 60;

        // An activate holds the row bus for two ticks; a request waits for the next edge.
        Assert.InRange(result.MedianLatency, law - 1, law + 2.6);
        Assert.True(result.TailLatency > law + 200, "no read met a refresh");
    }

    [Fact]
    public void Latency_under_a_light_load_is_that_of_a_read_alone_and_grows_with_load()
    {
        var points = new DramBench(Channel).Points(["load-random"]).Select(point => (point.X, Result: point.Run(TestContext.Current.CancellationToken))).ToList();
        var saturated = One(Channel, "random").BytesPerSecond;
        var closed = new DramBench(Channel).Points(["latency"]).Single(point => point.Label == "conflict").Run(TestContext.Current.CancellationToken);
        Assert.InRange(points[0].Result.MedianLatency, closed.MedianLatency - 2, closed.MedianLatency + 5);
        Assert.True(points[^1].Result.MeanLatency > 1.8 * points[0].Result.MeanLatency);
        Assert.All(points, point => Assert.InRange(point.Result.BytesPerSecond / (point.X * saturated), 0.95, 1.05));
        Assert.Equal(points.Select(p => p.Result.MeanLatency).Order(), points.Select(p => p.Result.MeanLatency));
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void No_point_exceeds_the_peak_and_the_shares_of_the_buses_sum(string pattern)
    {
        foreach (var point in Bench(Channel, 1 << 18).Points([pattern]))
        {
            var result = point.Run(TestContext.Current.CancellationToken);
            Assert.InRange(result.PeakFraction, 1e-6, 1);
            Assert.InRange(result.RowHitRate, 0, 1);
            Assert.InRange(result.MedianLatency, 60, result.TailLatency);
            var bus = result.Bus;
            Assert.All((double[])[bus.Data, bus.BankGroup, bus.RowMiss, bus.Refresh, bus.Turnaround, bus.Idle], share => Assert.InRange(share, 0, 1));
            Assert.Equal(1, bus.Data + bus.BankGroup + bus.RowMiss + bus.Refresh + bus.Turnaround + bus.Idle, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void The_same_twice_and_side_by_side(string pattern)
    {
        var (first, second) = (Bench(Channel, 1 << 17).Points([pattern]).ToArray(), Bench(Channel, 1 << 17).Points([pattern]).ToArray());
        var alone = first.Select(point => point.Run(TestContext.Current.CancellationToken)).ToArray();
        var together = new DramBenchResult[second.Length];
        Parallel.For(0, second.Length, i => together[i] = second[second.Length - 1 - i].Run(TestContext.Current.CancellationToken));
        Assert.Equal(alone, together.Reverse());
    }

    [Fact]
    public void Copies_read_as_much_as_they_write_and_turn_the_bus()
    {
        var copy = One(Channel, "copy");
        var read = new DramBench(Channel).SequentialRead(TestContext.Current.CancellationToken);
        Assert.InRange(copy.Bus.Turnaround, 0.05, 0.4);
        Assert.Equal(0, read.Bus.Turnaround);
        Assert.True(copy.BytesPerSecond < read.BytesPerSecond);
    }

    [Fact]
    public void A_memory_that_cannot_be_asked_like_that_is_refused_with_all_reasons()
    {
        var options = new DramBenchOptions { RequestBytes = 48, Outstanding = 0, Bytes = 0 };
        var message = Assert.Throws<ArgumentException>(() => new DramBench(Channel, options)).Message;
        Assert.Contains("requests of 48 bytes", message, StringComparison.Ordinal);
        Assert.Contains("0 requests outstanding", message, StringComparison.Ordinal);
        Assert.Contains("0 bytes for each point", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DramBench(Channel with { CapacityBytes = 2 * 16 * 8 << 10 }));
    }

    [Fact]
    public void Cancellation_ends_a_point_early()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => new DramBench(Stack).SequentialRead(cancelled.Token));
    }

    [Fact]
    public void Long_requests_keep_both_pseudo_channels_busy()
    {
        // A channel of two pseudo channels, of 512 bytes each in turn: who asks for all of it at once must not read one behind the other.
        double Rate(int request) => new DramBench(Channel, new DramBenchOptions { Bytes = 8 << 20, RequestBytes = request, Outstanding = 8 }).SequentialRead().BytesPerSecond;
        Assert.InRange(Rate(64 << 10) / Rate(1 << 10), 0.95, 1.1);
    }

    private static DramBench Bench(DramConfig config, long bytes) => new(config, new DramBenchOptions { Bytes = bytes });

    private static DramBenchResult One(DramConfig config, string pattern, long bytes = 1 << 20) =>
        Bench(config, bytes).Points([pattern]).First().Run(TestContext.Current.CancellationToken);
}
