using AccelSim.Chips.Mlu;
using AccelSim.Engine;
using AccelSim.Isa.Mlu;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>Laws that hold for any program.</summary>
public class LawTests
{
    private static Gen<RandomProgram> Programs => RandomProgram.All;

    /// <summary>Small chips of every make: shared port wires, a cache that keeps data, two dies, few banks, a clock without whole femtoseconds.</summary>
    private static Gen<string[]> Chips => Gen.SubListOf(
        "network.clusterPort.combined=160 B/cycle", "llc.caches=all", "llc.mshrs=3", "llc.writeMiss=allocateWithFetch", "sram.banks=3", "network.clusterPort.read=20 B/cycle",
        "clock=1300 MHz", "dram.channels=4", "core.dma.ioDma.outstandingReads=3", "core.dma.ioDma.boundary=256 B",
        "core.dma.ioDma={ alignment: 64 B, misalignedOverhead: 7 cycles }", "core.dma.moveDma.chainOverhead=5 cycles").Select(list => list.ToArray());

    [Fact]
    public void Causes_of_every_unit_and_of_the_critical_path_sum_to_elapsed_time() => Law.Holds(Programs.Zip(Chips), t =>
    {
        var (program, overrides) = t;
        var (device, run) = Bench.Run(program.Kernel("union2"), Bench.Chip("toy-mlu", overrides), dimX: 8);
        Assert.All(device.SettleLedgers(), ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
        Assert.Equal(run.End - run.Start, run.Causes.Sum());
    }, count: 100);

    [Fact]
    public void Causes_of_every_unit_sum_to_elapsed_time_on_two_dies() => Law.Holds(Programs, program =>
    {
        var (device, _) = Bench.Run(program.Kernel("union8"), Bench.Chip("mlu370-x4"), dimX: 32);
        var ledgers = device.SettleLedgers();
        Assert.All(ledgers, ledger => Assert.Equal(device.Simulation.Now, ledger.ByCause.ToArray().Sum()));
    }, count: 15);

    [Fact]
    public void The_same_program_twice_and_in_other_threads_has_the_same_trace() => Law.Holds(Programs, program =>
    {
        var source = program.Kernel("union1");
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
        var source = program.Kernel("union1");
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
        var source = program.Kernel("union1");
        var chip = Bench.Chip();
        var (plain, _) = Bench.Run(source, chip, dimX: 4);
        var values = new MluDeviceValues(chip, new byte[4 << 20]);
        var (valued, _) = Bench.Run(source, chip, dimX: 4, options: new MluDeviceOptions { Values = values });
        Assert.Equal(plain.Simulation.TraceHash, valued.Simulation.TraceHash);
    }, count: 20);

    [Fact]
    public void The_random_programs_contain_what_the_laws_should_hold_for()
    {
        var found = new HashSet<MluTiming>();
        var barriers = new HashSet<MluBarrierScope>();
        var pairs = new HashSet<MluDirection>();
        Law.Holds(Programs, program =>
        {
            foreach (var instruction in Bench.Program(program.Kernel("union1")).Instructions)
            {
                var timing = MluInstructionSet.Get(instruction.Opcode).Timing;
                found.Add(timing);
                _ = timing == MluTiming.Barrier ? barriers.Add(instruction.BarrierScope) : timing == MluTiming.Copy && pairs.Add(instruction.Direction);
            }
        }, count: 15);
        MluTiming[] wanted =
        [
            MluTiming.Copy, MluTiming.Fill, MluTiming.GatherScatter, MluTiming.Atomic, MluTiming.Semaphore, MluTiming.Barrier, MluTiming.Branch,
            MluTiming.Convolution, MluTiming.MatrixProduct, MluTiming.Pooling, MluTiming.VectorSimple, MluTiming.VectorReduce, MluTiming.ScalarMemory,
        ];
        Assert.Empty(wanted.Except(found));
        Assert.Equal(Enum.GetValues<MluBarrierScope>(), barriers.Order());
        Assert.Empty(((MluDirection[])[MluDirection.Wram2Gdram, MluDirection.Wram2Nram, MluDirection.Wram2Sram]).Except(pairs));
    }
}
