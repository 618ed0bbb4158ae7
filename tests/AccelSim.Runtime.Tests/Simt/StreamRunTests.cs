using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Programs with kernels and copies on several streams, through the runtime.</summary>
public sealed class StreamRunTests
{
    /// <summary>As many iterations as said, in registers.</summary>
    private const string Spin = """
        .buffer x, f32, 1048576, ramp
        .buffer y, f32, 1048576, ramp
        .kernel spin
        .registers 64
            mov.b32 r1, 2000
        again:
            sub.s32 r1, r1, 1
            setp.gt.and.s32 p0, r1, 0, pt
            @p0 bra again
            exit
        .kernel read
        .param x
            s2r r0, %ctaid.x
            s2r r1, %ntid.x
            s2r r2, %tid.x
            mad.lo.s32 r0, r0, r1, r2
            mov.b64 r4, c[x]
            mad.wide.s32 r4, r0, 4, r4
            ld.global.b32 r12, [r4]
            add.f32 r12, r12, r12
            st.global.b32 [r4], r12
            exit

        """;

    private const string Half = ".launch spin, grid 40, block 1024 ()";

    [Fact]
    public async Task Two_kernels_of_half_the_chip_on_two_streams_take_about_as_long_as_one()
    {
        var one = await Run($"{Half}\n");
        var apart = await Run($"{Half} stream 1\n{Half} stream 2\n");
        var behind = await Run($"{Half} stream 1\n{Half} stream 1\n");
        Assert.InRange((double)apart.Femtoseconds / one.Femtoseconds, 1, 1.15);
        Assert.InRange((double)behind.Femtoseconds / one.Femtoseconds, 1.7, 2.1);

        // They are one kernel twice: its time is what both took, and the device was busy for the length of one.
        Assert.InRange((double)apart.Layers[0].Femtoseconds / apart.DeviceFemtoseconds, 1.8, 2);
    }

    [Theory]
    [InlineData("v100-sxm2")]
    [InlineData("a100-sxm4-40")]
    [InlineData("br100")]
    public async Task Every_femtosecond_of_each_kernel_of_the_run_and_of_every_unit_has_a_cause(string name)
    {
        var run = await Run(".launch spin, grid 100, block 256 () stream 1\n.launch read, grid 4096, block 256 (x) stream 2\n.copy out, x stream 2\n", SimtBench.Load(name));
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.All(run.Layers, layer => Assert.Equal(layer.Femtoseconds, layer.Causes.Total));
        Assert.All(run.Units, unit => Assert.Equal(run.Femtoseconds, unit.Causes.Total));
        Assert.Equal(["spin", "read"], run.Layers.Select(layer => layer.Name).OrderDescending());
        Assert.Equal((100, 4096), (Simt(run, "spin").Blocks, Simt(run, "read").Blocks));
        Assert.Equal(0, Simt(run, "spin").GlobalSectors);
        Assert.Equal(4096 * 256 * 4, run.Layers.Single(layer => layer.Name == "read").Counters.DramReadBytes);
        Assert.All(run.Layers, layer => Assert.Equal(layer.Counters.Simt!.WarpCycles, layer.Counters.Simt.States.All().Sum(state => state.Cycles)));
        Assert.True(run.DeviceFemtoseconds < run.Layers.Sum(layer => layer.Femtoseconds));
        var energy = run.Energy!;
        foreach (var part in energy.Parts.Where(part => part.Name is not ("static" or "dram.refresh" or "dram.background")))
        {
            Assert.Equal(part.Count, run.Layers.Sum(layer => layer.Energy!.Parts.Where(own => own.Name == part.Name).Sum(own => own.Count)));
        }
    }

    /// <summary>An event that a stream records and awaits itself changes nothing, but brings the program to the runtime of streams.</summary>
    [Theory]
    [InlineData("ideal")]
    [InlineData("server-pcie4")]
    public async Task One_stream_is_the_sequential_run_to_the_femtosecond(string host)
    {
        const string First = ".copy in, x\n.launch read, grid 4096, block 256 (x)\n";
        const string Second = ".launch spin, grid 100, block 256 () repeat 2\n.launch read, grid 4096, block 256 (y)\n.copy out, y\n.copy in, x\n.launch read, grid 10, block 256 (x)\n";
        var plain = await Run(First + Second, host: host);
        var streams = await Run(First + ".record e\n.await e\n" + Second, host: host);
        Assert.Equal(plain.Femtoseconds, streams.Femtoseconds);
        Assert.Equal(plain.DeviceFemtoseconds, streams.DeviceFemtoseconds);
        Assert.Equal(plain.Layers.Select(layer => (layer.Name, layer.Start, layer.Femtoseconds)), streams.Layers.Select(layer => (layer.Name, layer.Start, layer.Femtoseconds)));
        Assert.Equal(plain.Counters.Simt! with { Occupancy = null }, streams.Counters.Simt! with { Occupancy = null });

        // Posted writes go out between kernels where one has the chip to itself: how the wait for device memory divides is not the same.
        Assert.Equal(Grouped(plain), Grouped(streams));

        static IEnumerable<(string, long)> Grouped(RunResult run) => run.Causes.Shares
            .GroupBy(share => share.Cause.ToString().StartsWith("Dram", StringComparison.Ordinal) ? "Dram" : share.Cause.ToString())
            .Select(group => (group.Key, group.Sum(share => share.Femtoseconds)))
            .OrderBy(group => group.Key, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_stream_waits_for_an_event_of_another()
    {
        var free = await Run($"{Half} stream 1\n.launch read, grid 64, block 256 (x) stream 2\n");
        var waits = await Run($"{Half} stream 1\n.record e stream 1\n.await e stream 2\n.launch read, grid 64, block 256 (x) stream 2\n");
        var (spin, read) = (Layer(waits, "spin"), Layer(waits, "read"));
        Assert.Equal(spin.Start + spin.Femtoseconds, read.Start);
        Assert.True(Layer(free, "read").Start < Layer(free, "spin").Femtoseconds);
        Assert.True(free.Femtoseconds < waits.Femtoseconds);
    }

    [Fact]
    public async Task An_event_is_what_was_recorded_last_before_the_wait()
    {
        var run = await Run($".record e stream 1\n{Half} stream 1\n.await e stream 2\n.launch read, grid 64, block 256 (x) stream 2\n");
        Assert.True(Layer(run, "read").Start < Layer(run, "spin").Femtoseconds);
    }

    [Fact]
    public async Task Copies_run_beside_kernels_of_other_streams()
    {
        const string Copies = ".copy in, x stream {0}\n.copy in, y stream {0}\n";
        var together = await Run($"{Half} stream 1\n{Copies.Replace("{0}", "2", StringComparison.Ordinal)}.launch read, grid 64, block 256 (x) stream 2\n", host: "server-pcie4");
        var behind = await Run($"{Half} stream 1\n{Copies.Replace("{0}", "1", StringComparison.Ordinal)}.launch read, grid 64, block 256 (x) stream 1\n", host: "server-pcie4");
        var saved = behind.Femtoseconds - together.Femtoseconds;
        Assert.True(saved > Layer(behind, "spin").Femtoseconds / 2, $"{saved} of {Layer(behind, "spin").Femtoseconds}");
    }

    [Fact]
    public async Task The_order_in_which_independent_streams_are_written_changes_little()
    {
        var one = await Run($"{Half} stream 1\n.launch read, grid 40, block 1024 (x) stream 2\n");
        var other = await Run($".launch read, grid 40, block 1024 (x) stream 2\n{Half} stream 1\n");
        Assert.InRange((double)one.Femtoseconds / other.Femtoseconds, 0.98, 1.02);
    }

    [Fact]
    public async Task Streams_beyond_those_of_the_chip_share_one()
    {
        var few = (Machine.Simt.SimtChip)ChipFile.Load(Repository.File("configs", "chips", "v100-sxm2.yaml"), "launch.streams=2");
        var shared = await Run($"{Half} stream 0\n{Half} stream 2\n", few);
        var apart = await Run($"{Half} stream 0\n{Half} stream 1\n", few);
        Assert.True(shared.Femtoseconds > 1.6 * apart.Femtoseconds);
    }

    [Fact]
    public async Task A_run_that_is_stopped_says_how_far_every_kernel_came()
    {
        var image = SimtBench.Assemble(Spin + $"{Half} stream 1\n.launch spin, grid 40, block 64 () stream 2\n{Half} stream 1\n");
        var run = await Simulator.RunAsync(
            image,
            SimtBench.Chip,
            HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml")),
            new SessionOptions { Model = image.Name, Precision = "", Limit = new RunLimit(12_000) },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("stopped after 12000 cycles in kernel 'spin', command 1 of 4", run.Partial);
        Assert.InRange(RunMetrics.Cycles(run.Femtoseconds, SimtBench.Chip.Clock.Hertz), 11_999, 12_001);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
    }

    [Fact]
    public async Task Sampling_is_refused()
    {
        var image = SimtBench.Assemble(Spin + $"{Half} stream 1\n{Half} stream 2\n");
        var e = await Assert.ThrowsAsync<RuntimeException>(() => Simulator.RunAsync(
            image,
            SimtBench.Chip,
            HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml")),
            new SessionOptions { Model = image.Name, Precision = "" },
            device: new DeviceOptions { Sample = true },
            cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("run it without --sample", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_holds_streams_events_and_copies()
    {
        var image = SimtBench.Assemble(Spin + $".copy in, x stream 3\n{Half} stream 3 priority 2\n.record e stream 3\n.await e stream 4\n{Half} stream 4\n.copy out, x stream 4\n");
        Assert.Equal(
            [
                new CopyCommand { Queue = 3, ToDevice = true, Buffer = 0, Bytes = 4 << 20 },
                new RecordCommand { Queue = 3, Event = 0 },
                new AwaitCommand { Queue = 4, Event = 0 },
                new CopyCommand { Queue = 4, ToDevice = false, Buffer = 0, Bytes = 4 << 20 },
                new WaitCommand { AllQueues = true },
            ],
            image.Commands.Where(command => command is not LaunchCommand));
        Assert.Equal([(3, 2), (4, 0)], image.Commands.OfType<LaunchCommand>().Select(launch => (launch.Queue, launch.Priority)));
    }

    private static LayerResult Layer(RunResult run, string name) => run.Layers.Single(layer => layer.Name == name);

    private static Results.Simt.SimtCounters Simt(RunResult run, string name) => Layer(run, name).Counters.Simt!;

    private static Task<RunResult> Run(string launches, Machine.Simt.SimtChip? chip = null, string host = "ideal")
    {
        var image = SimtBench.Assemble(Spin + launches, chip);
        return Simulator.RunAsync(
            image,
            chip ?? SimtBench.Chip,
            HostFile.Load(Repository.File("configs", "hosts", host + ".yaml")),
            new SessionOptions { Model = image.Name, Precision = "" },
            cancellation: TestContext.Current.CancellationToken);
    }
}
