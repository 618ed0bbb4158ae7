using AccelSim.Chips.Mlu;
using AccelSim.Engine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Laws that hold for any program.</summary>
public class LawTests
{
    private static readonly string[] Lines =
    [
        "vadd.f32 r1, r2, r3, r5", "vexp.f16 r1, r2, r4", "matmul.f32.f32.f32 r1, r2, r0, r5, r5, r5, r0",
        "memcpy.gdram2nram.async r1, r6, r4", "memcpy.gdram2wram.async r1, r6, r4", "memcpy.nram2gdram.async r6, r1, r4", "memcpy.nram2gdram r6, r1, r4",
        "memcpy.nram2sram.async r1, r2, r4", "memcpy.sram2nram.async r1, r2, r4", "memcpy.sram2wram.async r1, r2, r4", "memcpy.nram2nram.async r1, r2, r4",
        "memcpy.nram2wram r1, r2, r4", "memcpy2d.gdram2nram.async r1, r6, r5, r5, r4, r5", "memcpy2d.nram2gdram.async r6, r1, r5, r4, r5, r5",
        "memcpy.gdram2sram.async r1, r6, r4", "memcpy.sram2gdram.async r6, r1, r4", "memcpy.gdram2gdram r6, r4, r4", "memcpy.sram2sram.async r1, r2, r4",
        "fill.nram.f32.async r1, r0, r5", "fill.gdram.f32 r6, r0, r5", "sync", "sync.io", "sync.compute", "sync.move", "barrier.cluster", "barrier.all",
        "add r7, r7, 1", "fadd.f32 r8, r8, r7", "ld.nram.f32 r9, [r1 + 0]", "st.nram.f32 r9, [r1 + 4]", "vcount.f32 r10, r1, r5", "mul r11, r10, r7",
    ];

    private static Gen<string> Programs =>
        from lines in Gen.ArrayOf(Gen.Elements(Lines))
        from bytes in Gen.Elements(64, 512, 4000, 20_000)
        from small in Gen.Elements(3, 16, 40)
        select $"li r1, 0\nli r2, 21000\nli r3, 40960\nli r4, {bytes}\nli r5, {small}\nmv.sreg r6, %taskid\nmul r6, r6, 100000\n{string.Join('\n', lines)}\n";

    /// <summary>Small chips of every make: shared port wires, a cache that keeps data, two dies, few banks, a clock without whole femtoseconds.</summary>
    private static Gen<string[]> Chips => Gen.SubListOf(
        "network.clusterPort.combined=160 B/cycle", "llc.caches=all", "sram.banks=3", "network.clusterPort.read=20 B/cycle",
        "clock=1300 MHz", "dram.channels=4", "core.dma.ioDma.outstandingReads=3").Select(list => list.ToArray());

    [Fact]
    public void Causes_of_every_unit_and_of_the_critical_path_sum_to_elapsed_time() => Law.Holds(Programs.Zip(Chips), t =>
    {
        var (program, overrides) = t;
        var (device, run) = Bench.Run($".kernel k, union2\n{program}halt\n", Bench.Chip("toy-mlu", overrides), dimX: 8);
        Assert.All(device.SettleLedgers(), ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
        Assert.Equal(run.End - run.Start, run.Causes.Sum());
    }, count: 100);

    [Fact]
    public void Causes_of_every_unit_sum_to_elapsed_time_on_two_dies() => Law.Holds(Programs, program =>
    {
        var (device, _) = Bench.Run($".kernel k, union8\n{program}halt\n", Bench.Chip("mlu370-x4"), dimX: 32);
        var ledgers = device.SettleLedgers();
        Assert.All(ledgers, ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
    }, count: 15);

    [Fact]
    public void The_same_program_twice_and_in_other_threads_has_the_same_trace() => Law.Holds(Programs, program =>
    {
        var source = $".kernel k, union1\n{program}halt\n";
        var token = TestContext.Current.CancellationToken;
        (ulong Hash, long Cycles) Once()
        {
            var device = new MluDevice(Bench.Chip());
            device.RunKernel(new MluLaunchRequest { Program = Bench.Program(source), DimX = 8 }, token);
            return (device.Simulation.TraceHash, device.Simulation.Now);
        }

        var alone = Once();
        var others = new (ulong, long)[2];
        Parallel.For(0, 2, i => others[i] = Once());
        Assert.Equal(alone, others[0]);
        Assert.Equal(alone, others[1]);
    }, count: 15);

    [Fact]
    public void Tracing_and_the_critical_path_do_not_change_time() => Law.Holds(Programs, program =>
    {
        var source = $".kernel k, union1\n{program}halt\n";
        var recorder = new SpanRecorder();
        var (plain, _) = Bench.Run(source, dimX: 4, options: new MluDeviceOptions { CriticalPath = false });
        var (traced, _) = Bench.Run(source, dimX: 4, options: new MluDeviceOptions { Trace = recorder });
        Assert.Equal(plain.Simulation.TraceHash, traced.Simulation.TraceHash);
        foreach (var span in recorder.Spans)
        {
            Assert.True(span.Start <= span.End && span.End <= traced.Simulation.Now);
        }

        // In-order queues: the spans of a row neither overlap nor go back.
        foreach (var row in recorder.Spans.ToArray().GroupBy(span => span.Track))
        {
            var end = 0L;
            foreach (var span in row)
            {
                Assert.True(span.Start >= end);
                end = span.End;
            }
        }
    }, count: 30);

    [Fact]
    public void Timing_only_and_with_values_give_the_same_time() => Law.Holds(Programs, program =>
    {
        var source = $".kernel k, union1\n{program}halt\n";
        var chip = Bench.Chip();
        var (plain, _) = Bench.Run(source, chip, dimX: 4);
        var values = new MluDeviceValues(chip, new byte[4 << 20]);
        var (valued, _) = Bench.Run(source, chip, dimX: 4, options: new MluDeviceOptions { Values = values });
        Assert.Equal(plain.Simulation.TraceHash, valued.Simulation.TraceHash);
    }, count: 20);
}
