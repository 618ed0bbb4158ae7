using AccelSim.Chips.Mlu;
using AccelSim.Engine;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// Copy engines that share the SRAM of toy-mlu, against arithmetic by hand. Its numbers: move engines start after 50 cycles and move 128 B/cycle, in
/// packets of 1 KiB; SRAM banks serve 64 B a cycle and port, latency 20. With two banks of one port SRAM is as fast as one engine, and a
/// packet takes it 8 cycles. The second core begins 2 cycles after the first, from whose begin all cycles are counted.
/// </summary>
public class SramArbitrationTests
{
    private const string Narrow = "sram.banks=2";

    private static Gen<string[]> Chips =>
        from arbitration in Gen.Elements(Enum.GetValues<SramArbitration>())
        from banks in Gen.Elements(1, 2, 4)
        from ports in Gen.Elements("portsPerBank=1", "portsPerBank=2", "readPorts=1", "writePorts=1", "bankInterleave=256 B")
        from priorities in Gen.Elements("memoryCore.dma.ioDma.priority=0", "core.dma.moveDma.priority=3")
        select (string[])[$"sram.arbitration={Name(arbitration)}", $"sram.banks={banks}", $"sram.{ports}", priorities];

    [Theory]
    [InlineData("roundRobin", 256, 50 + 1 + 20)]
    [InlineData("fixedPriority", 1024, 50 + 4 + 20)]
    [InlineData("oldestFirst", 8192, 50 + 64)]
    public void A_copy_alone_takes_what_it_takes_without_arbitration(string arbitration, int bytes, int cycles)
    {
        // The arithmetic is that of the copies in DmaTests: four banks for the bytes, the latency, or the engine.
        Assert.Equal([cycles], Cycles([Copy("sram2nram", bytes)], $"sram.arbitration={arbitration}"));
    }

    [Theory]
    [InlineData("fixedPriority", 50 + 128 + 20, 50 + 256 + 20)] // 16 packets, then the other's
    [InlineData("roundRobin", 50 + 254 + 20, 50 + 256 + 20)] // 2 cycles alone, then every other
    [InlineData("oldestFirst", 50 + 248 + 20, 50 + 256 + 20)] // every other packet
    public void Two_reads_share_the_ports_as_the_file_says(string arbitration, int first, int second)
    {
        string[] reads = [Copy("sram2nram", 16_384), Copy("sram2nram", 16_384)];
        Assert.Equal([first, second], Cycles(reads, Narrow, $"sram.arbitration={arbitration}"));
    }

    [Theory]
    [InlineData("sram.portsPerBank=2")] // each has a port of its own every cycle: SRAM takes 8 cycles for a packet of either
    [InlineData("sram.banks=4")] // twice as many banks in turns
    [InlineData("sram={ bankWidth: 128 B/cycle, bankInterleave: 128 B }")] // words of twice the size
    public void Twice_the_ports_banks_or_width_let_both_run_at_the_pace_of_their_engines(string wider)
    {
        string[] reads = [Copy("sram2nram", 16_384), Copy("sram2nram", 16_384)];
        var cycles = Cycles(reads, Narrow, "sram.arbitration=roundRobin", wider);

        // In 2 cycles alone the first gets as much as in 4 later, so 128 - 2 until its last; all banks are busy from its first word to the other's last.
        Assert.Equal([50 + 126 + 20, 50 + 128 + 20], cycles);
    }

    [Theory]
    [InlineData("readPorts: 1, writePorts: 1, portsPerBank: 0", 50 + 128 + 20, 2 + 50 + 8 + 128 + 20)]
    [InlineData("portsPerBank: 1", 50 + 128 + 20, 50 + 256 + 20)]
    public void Reads_and_writes_with_ports_of_their_own_do_not_meet(string ports, int read, int write)
    {
        // A write reaches SRAM when its first packet has passed the engine's port, 8 cycles; with one port reads, which are more urgent, go first.
        string[] both = [Copy("sram2nram", 16_384), Copy("nram2sram", 16_384)];
        Assert.Equal([read, write], Cycles(both, $"sram={{ banks: 2, arbitration: fixedPriority, {ports} }}"));
    }

    [Fact]
    public void Priority_is_the_number_of_the_engine_before_that_of_the_core()
    {
        // 8 KiB are 64 cycles of SRAM for either: the move engine of core 1 begins 50 cycles after its start, the I/O engine of core 0 after 100, with
        // all its packets at once. Among equals core 0 goes first then, and the other's last 14 cycles wait for its 64.
        string[] both = [Copy("sram2gdram", 8192), Copy("sram2nram", 8192)];
        Assert.Equal(2 + 50 + 64 + 64 + 20, Cycles(both, Narrow, "sram.arbitration=fixedPriority")[1]);
        Assert.Equal(2 + 50 + 64 + 20, Cycles(both, Narrow, "sram.arbitration=fixedPriority", "core.dma.ioDma.priority=1")[1]);
    }

    [Fact]
    public void Waiting_for_ports_is_told_in_the_ledgers_of_the_queues()
    {
        string[] reads = [Copy("sram2nram", 16_384), Copy("sram2nram", 16_384)];
        var first = Run(reads, Narrow, "sram.arbitration=fixedPriority");
        Assert.Equal(0, Account(first, "cluster 0 core 0 move")[Cause.SramArbitration]);

        // While the first is served, 126 of the 274 cycles behind its start, the other waits for ports; what follows is its own time. Packets that wait at
        // the same time, and behind each other, share the time of the transfer in proportion.
        var waited = Account(first, "cluster 0 core 1 move")[Cause.SramArbitration];
        Assert.InRange(waited, first.Clock.Edge(80), first.Clock.Edge(126));
        Assert.Equal(first.Clock.Edge(256), Account(first, "cluster 0 SRAM bank 1")[Cause.SramBandwidth]);

        var none = Run(reads, Narrow);
        Assert.All(none.SettleLedgers(), ledger => Assert.Equal(0, ledger[Cause.SramArbitration]));
    }

    [Fact]
    public void Ledgers_and_critical_path_sum_up_and_bytes_are_those_of_a_chip_without() => Law.Holds(RandomProgram.All.Zip(Chips), t =>
    {
        var (program, overrides) = t;
        var source = program.Kernel("union2");
        var plain = Bench.Run(source, dimX: 8).Device;
        var (device, run) = Bench.Run(source, Bench.Chip("toy-mlu", overrides), dimX: 8, options: new() { CriticalPath = true });
        Assert.All(device.SettleLedgers(), ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
        Assert.Equal(run.End - run.Start, run.Causes.Sum());
        Assert.Equal((plain.CoreCounters.DramReadBytes, plain.CoreCounters.DramWriteBytes), (device.CoreCounters.DramReadBytes, device.CoreCounters.DramWriteBytes));
        Assert.Equal(device.Simulation.TraceHash, Bench.Run(source, Bench.Chip("toy-mlu", overrides), dimX: 8, options: new() { CriticalPath = true }).Device.Simulation.TraceHash);
    }, count: 60);

    [Fact]
    public void A_kernel_on_an_idle_device_takes_the_same_time_whatever_ran_before() => Law.Holds(RandomProgram.All.Zip(Chips).Zip(Gen.Choose(0, 1999)), t =>
    {
        var ((program, overrides), cycles) = t;
        var device = new MluDevice(Bench.Chip("toy-mlu", overrides));
        var request = new MluLaunchRequest { Program = Bench.Program(program.Kernel("union2")), DimX = 8 };
        var first = device.RunKernel(request, TestContext.Current.CancellationToken);
        var second = device.Submit(request, first.End + device.Clock.Edge(cycles));
        device.Run(TestContext.Current.CancellationToken);
        Assert.Equal(first.End - first.Start, second.End - second.Start);
        Assert.True(device.LaunchesAreIndependent);
    }, count: 30);

    private static string Name(SramArbitration arbitration) => char.ToLowerInvariant(arbitration.ToString()[0]) + arbitration.ToString()[1..];

    private static string Copy(string direction, int bytes) => $"li r1, {bytes}\nmemcpy.{direction}.async r0, r0, r1\n";

    private static Ledger Account(MluDevice device, string unit) => device.SettleLedgers().Single(ledger => ledger.Unit == unit);

    private static MluDevice Run(string[] bodies, params string[] overrides) => Run(bodies, Bench.Chip("toy-mlu", overrides), null);

    /// <summary>Runs one body on each core of a cluster.</summary>
    private static MluDevice Run(string[] bodies, MluChip chip, SpanRecorder? recorder)
    {
        var branches = string.Concat(bodies.Select((_, core) => $"li r62, {core}\nbeq r63, r62, body{core}\n"));
        var parts = string.Concat(bodies.Select((body, core) => $"body{core}:\n{body}halt\n"));
        return Bench.Run($".kernel k, union1\nmv.sreg r63, %coreid\n{branches}halt\n{parts}", chip, dimX: 2, options: new() { Trace = recorder }).Device;
    }

    /// <summary>
    /// When the copy of each core ends, in cycles from the begin of the first core's.
    /// </summary>
    private static double[] Cycles(string[] bodies, params string[] overrides)
    {
        var recorder = new SpanRecorder();
        var device = Run(bodies, Bench.Chip("toy-mlu", overrides), recorder);
        var spans = bodies.Select((body, core) => recorder.Spans.ToArray().Single(span => span.Track == recorder.Tracks[$"cluster 0 core {core} {(body.Contains("gdram", StringComparison.Ordinal) ? "io" : "move")}"])).ToArray();
        Assert.All(spans, (span, core) => Assert.Equal(device.Clock.Edge(2 * core), span.Start - spans[0].Start));
        return [.. spans.Select(span => (span.End - spans[0].Start) / (double)device.Clock.Edge(1))];
    }
}
