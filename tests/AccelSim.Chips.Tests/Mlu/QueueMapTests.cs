using AccelSim.Chips.Mlu;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>The race detector sees the queues that the chip file describes.</summary>
public sealed class QueueMapTests
{
    private const string Prologue = ".kernel k, block\nli r1, 256\nli r2, 64\nli r3, 4096\n";

    [Theory]
    [InlineData("mlu270-s4")]
    [InlineData("mlu290-m5")]
    [InlineData("mlu370-s4")]
    [InlineData("mlu370-x4")]
    [InlineData("mlu370-x8")]
    [InlineData("mlu370-m8")]
    [InlineData("mlu590-h8")]
    public void Memory_cores_carry_each_path_on_the_engine_that_compute_cores_use(string name)
    {
        var chip = Bench.Chip(name);
        foreach (var (engine, spec) in chip.MemoryCore!.Dma)
        {
            Assert.All(spec.Paths.Keys, path => Assert.True(chip.Core.Dma[engine].Paths.ContainsKey(path) || !chip.Core.Dma.Values.Any(other => other.Paths.ContainsKey(path)), $"{engine} {path}"));
        }
    }

    [Fact]
    public void The_file_of_a_later_chip_gives_the_standard_queues()
    {
        var map = MluQueueMaps.Of(Bench.Chip("mlu370-x4"));
        Assert.Equal(MluQueueMap.Standard.Groups.Order(), map.Groups.Order());
        foreach (var row in MluInstructionSet.All.Where(row => row.IsQueued))
        {
            IEnumerable<int> modes = row.Timing switch
            {
                MluTiming.Copy => Enumerable.Range(0, MluDirections.Count),
                MluTiming.GatherScatter => [(int)MluSpace.Gdram, (int)MluSpace.Sram],
                _ => Enum.GetValues<MluSpace>().Select(space => (int)space),
            };
            foreach (var mode in modes)
            {
                var instruction = new MluInstruction { Opcode = row.Opcode, Mode = (byte)mode };
                var expected = MluQueueMap.Standard.Groups[MluQueueMap.Standard.Queue(instruction)];
                Assert.Equal((row.Mnemonic, mode, expected), (row.Mnemonic, mode, map.Groups[map.Queue(instruction)]));
            }
        }
    }

    [Theory]
    [InlineData("memcpy.nram2nram.async r3, r0, r1\nvrelu.f32 r3, r3, r2", "mlu270-s4", "mlu370-x4")]
    [InlineData("memcpy.nram2nram.async r3, r0, r1\nsync.compute\nld.nram.f32 r9, [r3]", "mlu270-s4", "mlu370-x4")]
    [InlineData("memcpy.nram2nram.async r3, r0, r1\nsync.move\nld.nram.f32 r9, [r3]", "mlu370-x4", "mlu270-s4")]
    public void A_program_that_one_chip_orders_races_on_another(string body, string ordered, string racy)
    {
        Assert.Empty(Races(body, ordered));
        Assert.NotEmpty(Races(body, racy));
    }

    private static System.Collections.Immutable.ImmutableArray<MluRace> Races(string body, string name)
    {
        var chip = Bench.Chip(name);
        var detector = new MluRaceDetector(MluQueueMaps.Of(chip));
        var program = Bench.Program(Prologue + body);
        new MluFunctionalRunner(MluMemoryMap.Sizes(chip), new byte[1 << 17], new MluRunnerOptions(), detector).Launch(program, program.Kernel.TaskType, 1, 1, 1, ReadOnlyMemory<long>.Empty);
        return detector.Races;
    }
}
