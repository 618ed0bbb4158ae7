using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Machine.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>What a program without races computes does not depend on when things happen.</summary>
public class ValueLawTests
{
    private static readonly string[] TimingParameters =
    [
        "clock=1300 MHz", "core.decodeWidth=4", "core.scalar.integerMultiply=40 cycles", "core.scalar.nramLoad=1 cycle", "core.scalar.takenBranch=50 cycles",
        "core.vector.startOverhead=900 cycles", "core.vector.passes.arithmetic=16", "core.matrix.startOverhead=0 cycles", "core.matrix.macsPerCycle.int8=64",
        "core.queues[1].depth=1", "core.queues[2].depth=1", "core.queues[3].depth=2", "core.dma.ioDma.startOverhead=2000 cycles",
        "core.dma.ioDma.writeAcknowledge=5 us", "core.dma.ioDma.outstandingReads=1", "core.dma.ioDma.outstandingWrites=2", "core.dma.ioDma.readSegmentOverhead=200 cycles",
        "core.dma.moveDma.startOverhead=0 cycles", "core.dma.moveDma.paths.sram->nram=1 B/cycle", "core.dma.moveDma.paths.nram->sram=2 B/cycle",
        "memoryCore.dma.ioDma.startOverhead=3000 cycles", "sram.banks=1", "sram.latency=300 cycles", "llc.caches=all", "network.clusterPort.read=8 B/cycle",
        "core.dma.ioDma.chunk=128 B", "network.clusterPort.latency=700 cycles", "dram.channels=8", "dram.device.timings.tRCD=30 nCK", "dram.controller.latency=1 ns",
    ];

    [Fact]
    public void Values_of_a_program_without_races_do_not_depend_on_timing_parameters() => Law.Holds(
        from source in RaceFreeProgram.All
        from first in Gen.SubListOf(TimingParameters)
        from second in Gen.SubListOf(TimingParameters)
        select (source, (IList<string>[])[[], first, second]),
        t =>
        {
            // One prepared program for all chips, and the order of program text as a fourth opinion.
            var program = Bench.Program(t.source);
            var (expected, races) = InProgramOrder(program);
            Assert.Empty(races);
            Assert.NotEqual(Filled(), expected);
            foreach (var overrides in t.Item2)
            {
                Assert.Equal(expected, Timed(program, Bench.Chip("toy-mlu", [.. overrides])).Memory);
            }
        },
        count: 40);

    [Fact]
    public void Each_timing_parameter_changes_when_things_happen_in_some_program()
    {
        // Otherwise the law above says less than it seems to.
        var programs = Enumerable.Range(0, 8).Select(seed => Bench.Program(RaceFreeProgram.Numbered(seed))).ToList();
        ulong[] Traces(params string[] overrides) => [.. programs.Select(program => Timed(program, Bench.Chip("toy-mlu", overrides)).Trace)];
        var plain = Traces();
        Assert.All(TimingParameters, parameter => Assert.NotEqual(plain, Traces(parameter)));
    }

    private static (byte[] Memory, ulong Trace) Timed(MluProgram program, MluChip chip)
    {
        var memory = Filled();
        var device = new MluDevice(chip, new MluDeviceOptions { Values = new MluDeviceValues(chip, memory), CriticalPath = false });
        device.RunKernel(new MluLaunchRequest { Program = program, DimX = 4 }, TestContext.Current.CancellationToken);
        return (memory, device.Simulation.TraceHash);
    }

    private static (byte[] Memory, IReadOnlyList<MluRace> Races) InProgramOrder(MluProgram program)
    {
        var chip = Bench.Chip();
        var memory = Filled();
        var detector = new MluRaceDetector(MluQueueMaps.Of(chip));
        new MluFunctionalRunner(MluMemoryMap.Sizes(chip), memory, new MluRunnerOptions { CoresPerCluster = 2, Clusters = 2 }, detector)
            .Launch(program, program.Kernel.TaskType, 4, 1, 1, ReadOnlyMemory<long>.Empty);
        return (memory, detector.Races);
    }

    private static byte[] Filled()
    {
        var memory = new byte[RaceFreeProgram.DeviceBytes];
        new Random(7).NextBytes(memory);
        return memory;
    }
}
