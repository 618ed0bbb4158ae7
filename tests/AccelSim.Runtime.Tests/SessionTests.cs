using System.Threading.Channels;
using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime.Tests;

public sealed class SessionTests
{
    private const long Nanosecond = 1_000_000;

    private static readonly ChipSpec Chip = ChipFile.Load(Repository.File("configs", "chips", "toy-mlu.yaml"));

    // 1 us per call, 10 ns of link latency, 1 GB/s effective: a byte is a nanosecond.
    private static readonly HostSpec Host = HostFile.Parse("""
        name: simple
        pcie: { generation: 1, lanes: 4, efficiency: 100 %, latency: 10 ns }
        allocation: { perCall: 5 us, perMebibyte: 1 us }
        copy: { perCall: 1 us, synchronize: 2 us }
        launch: { submit: 1 us, firstCall: 100 us }
        eager: { perOperator: 7 us }
        processor: { computeRate: 1 GOP/s, memoryBandwidth: 1 GB/s, perOperator: 3 us }
        """);

    [Fact]
    public async Task Host_calls_overlap_with_kernels_and_the_causes_sum_to_the_time()
    {
        var device = new FakeDevice(10_000 * Nanosecond);
        var run = await Session(Image(launches: 3), device).RunAsync(1, TestContext.Current.CancellationToken);

        // Copy call 1 us and copy 1.01 us (the launch call hides in it), three kernels of 10 us, and the wait of 2 us.
        Assert.Equal((1_000 + 1_010 + 30_000 + 2_000) * Nanosecond, run.Femtoseconds);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.Equal(30_000 * Nanosecond, run.DeviceFemtoseconds);
        Assert.Equal(15_000 * Nanosecond, run.Causes.Shares.Single(s => s.Cause == Cause.Tensor).Femtoseconds);
        Assert.Equal(3 * 64, run.Counters.DramReadBytes);
    }

    [Fact]
    public async Task Short_kernels_wait_for_the_host_to_submit_them()
    {
        var run = await Session(Image(launches: 4), new FakeDevice(100 * Nanosecond)).RunAsync(1, TestContext.Current.CancellationToken);

        // The host submits one per microsecond: call, four submits, the last kernel, the wait.
        Assert.Equal((1_000 + 4_000 + 100 + 2_000) * Nanosecond, run.Femtoseconds);
        Assert.Equal(Cause.HostSubmit, run.Causes.Shares[0].Cause);
    }

    [Fact]
    public async Task Equal_launches_are_simulated_once_where_they_are_independent()
    {
        var remembering = new FakeDevice(1000);
        var forgetting = new FakeDevice(1000, independent: false);
        var first = await Session(Image(launches: 3), remembering).RunAsync(5, TestContext.Current.CancellationToken);
        var second = await Session(Image(launches: 3), forgetting).RunAsync(5, TestContext.Current.CancellationToken);
        Assert.Single(remembering.Requests);
        Assert.Equal(15, forgetting.Requests.Count);
        Assert.Equal(first.Femtoseconds, second.Femtoseconds);
        Assert.Equal(5, first.Iterations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_run_adds_allocation_weights_and_cold_launches(bool independent)
    {
        var session = Session(Image(launches: 2), new FakeDevice(10_000 * Nanosecond, independent), cold: true);
        var run = await session.RunAsync(2, TestContext.Current.CancellationToken);
        var first = run.FirstRun!;

        // Weights, input, output: three regions below a MiB.
        Assert.Equal(3 * 6_000 * Nanosecond, first.Allocation);
        Assert.Equal((1_000 + 10 + 2_048 + 2_000) * Nanosecond, first.WeightCopy);
        Assert.Equal(100_000 * Nanosecond + 1000, first.ColdLaunch);
        Assert.InRange(first.Total, first.Allocation + first.WeightCopy + first.ColdLaunch, long.MaxValue);
        Assert.True(first.Total > run.Femtoseconds);
    }

    [Fact]
    public async Task Eager_mode_pays_the_framework_for_every_operator()
    {
        var graph = await Session(Image(launches: 3), new FakeDevice(1000)).RunAsync(1, TestContext.Current.CancellationToken);
        var eager = await Session(Image(launches: 3), new FakeDevice(1000), mode: RunMode.Eager).RunAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal(3 * 7_000 * Nanosecond, eager.Femtoseconds - graph.Femtoseconds);
    }

    [Fact]
    public async Task A_host_operator_costs_its_roofline_and_a_warning()
    {
        var image = Image(launches: 1) with
        {
            HostOperators = [new ImageHostOperator { Name = "nms", Operator = "NonMaxSuppression", Inputs = [0], Outputs = [2], Operations = 50_000 }],
            Commands = [new HostOperatorCommand { Operator = 0 }],
        };
        var run = await Session(image, new FakeDevice(1000)).RunAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal(53_000 * Nanosecond, run.HostOperators.Single().Femtoseconds);
        Assert.Equal(53_000 * Nanosecond, run.Femtoseconds);
        Assert.Contains("NonMaxSuppression", run.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_served_in_order_and_wait_for_their_arrival()
    {
        var requests = Channel.CreateBounded<InferenceRequest>(4);
        requests.Writer.TryWrite(new InferenceRequest(0));
        requests.Writer.TryWrite(new InferenceRequest(1_000_000 * Nanosecond));
        requests.Writer.Complete();
        var run = await Session(Image(launches: 1), new FakeDevice(1000)).ServeAsync(requests.Reader, TestContext.Current.CancellationToken);
        Assert.Equal(2, run.Iterations);
        Assert.Equal(Cause.InputWait, run.Causes.Shares[0].Cause);
        Assert.Equal(run.Causes.Total, run.Causes.Shares.Sum(s => s.Femtoseconds));
    }

    [Fact]
    public async Task A_cancelled_run_stops()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Session(Image(launches: 1), new FakeDevice(1)).RunAsync(3, source.Token));
    }

    [Fact]
    public void A_program_for_another_chip_is_refused_with_every_reason()
    {
        var image = Image(launches: 1);
        var other = image with { Target = image.Target with { Isa = "mtp_592", Capabilities = ["tf32"], Needs = image.Target.Needs with { Clusters = 9 } } };
        var message = Assert.Throws<RuntimeException>(() => Session(other, new FakeDevice(1))).Message;
        foreach (var part in (string[])["mtp_592", "'tf32'", "needs 9 clusters"])
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_program_larger_than_device_memory_says_by_how_much()
    {
        var image = Image(launches: 1);
        var large = image with { Target = image.Target with { Needs = image.Target.Needs with { DeviceBytes = 65L << 20 } } };
        Assert.Contains("1.0 MiB more than the 64.0 MiB", Assert.Throws<RuntimeException>(() => Session(large, new FakeDevice(1))).Message, StringComparison.Ordinal);
    }

    private static DeviceSession Session(ProgramImage image, FakeDevice device, bool cold = false, RunMode mode = RunMode.Graph) =>
        new(image, Chip, Host, device, new SessionOptions { Model = "m", Precision = "fp16", Format = MacFormat.Fp16, Cold = cold, Mode = mode });

    // One input of 1000 bytes, weights of 2048, equal launches, an output that is not copied.
    private static ProgramImage Image(int launches) => new()
    {
        Name = "image",
        Target = new ImageTarget { Family = "mlu", Chip = "toy-mlu", Isa = "mtp_372", Needs = new ImageResources { DeviceBytes = 1 << 20, Clusters = 1 } },
        Buffers =
        [
            new ImageBuffer { Name = "x", Kind = BufferKind.Input, Address = 0, Bytes = 1000, ElementType = "f16" },
            new ImageBuffer { Name = "w", Kind = BufferKind.Weight, Address = 1024, Bytes = 2048, ElementType = "f16" },
            new ImageBuffer { Name = "y", Kind = BufferKind.Output, Address = 4096, Bytes = 1000, ElementType = "f16" },
        ],
        Kernels = [new ImageKernel { Name = "k", Code = new byte[16] }],
        Layers = [.. Enumerable.Range(0, launches).Select(i => new ImageLayer { Name = $"layer{i}", Operator = "Conv", Macs = 10, Kernels = [0] })],
        Commands =
        [
            new CopyCommand { ToDevice = true, Buffer = 0, Bytes = 1000 },
            .. Enumerable.Range(0, launches).Select(i => new LaunchCommand { Kernel = 0, DimX = 4, Layer = i }),
        ],
    };
}
