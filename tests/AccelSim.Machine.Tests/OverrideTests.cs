using AccelSim.Machine.Mlu;

namespace AccelSim.Machine.Tests;

public sealed class OverrideTests : IDisposable
{
    private static readonly string Toy = Repository.File("configs", "chips", "toy-mlu.yaml");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Set_changes_one_value_and_nothing_else()
    {
        var chip = Load("dram.channels=4");
        Assert.Equal(4, chip.Dram.Channels);
        Assert.Equal(Load().Core.Scalar, chip.Core.Scalar);
    }

    [Fact]
    public void Set_reaches_into_lists_and_free_keys()
    {
        var chip = Load("core.queues[1].depth=3", "core.matrix.macsPerCycle.fp16=640", "core.dma.ioDma.paths.gdram->nram=32 B/cycle");
        Assert.Equal(3, chip.Core.Queues[1].Depth);
        Assert.Equal(640, chip.Core.Matrix.PeakMacsPerCycle(MacFormat.Fp16));
        Assert.Equal(32, chip.Core.Dma["ioDma"].Paths[new MemoryPath("gdram", "nram")].Bytes);
    }

    [Fact]
    public void Set_replaces_a_whole_group_and_later_sets_win()
    {
        var chip = Load("sram={ banks: 2, latency: 5 cycles }", "sram.banks=8");
        Assert.Equal(8, chip.Sram!.Banks);
        Assert.Equal(5, chip.Sram.Latency.Count);
        Assert.Equal(256 * 1024, chip.Sram.Size.Bytes);
    }

    [Fact]
    public void Setting_nothing_switches_an_optional_group_off() => Assert.Null(Load("memoryCore=").MemoryCore);

    [Fact]
    public void A_systolic_array_and_a_cube_with_their_own_queues_are_described_by_data_alone()
    {
        var systolic = Load("core.matrix=", "core.matrix={ kind: systolic, rows: 128, columns: 128, dataflow: weightStationary, " +
            "macsPerCell: { int8: 1 }, startOverhead: 0 cycles, rounding: halfToEven }").Core.Matrix;
        Assert.Equal(128 * 128, Assert.IsType<SystolicMatrixSpec>(systolic).PeakMacsPerCycle(MacFormat.Int8));

        var chip = (MluChip)ChipFile.Load(_work.Write("cube.yaml", $$"""
            extends: {{Toy}}
            memoryCore: null
            sram: null
            core:
              scratchpads:
                l1: { size: 512 KiB, stackReserve: 0 B, alignment: 32 B }
                l0a: { size: 64 KiB, stackReserve: 0 B, alignment: 512 B }
              matrix:
                lanes: null
                macsPerCycle: null
                kind: cube
                cubes: { fp16: { m: 16, n: 16, k: 16 } }
              queues:
                - { name: s, depth: 8, units: [scalar] }
                - { name: v, depth: 8, units: [vector] }
                - { name: m, depth: 8, units: [tensor] }
                - { name: mte1, depth: 8, units: [mte1] }
                - { name: mte2, depth: 8, units: [ioDma] }
                - { name: mte3, depth: 8, units: [moveDma] }
              dma:
                ioDma: { paths: { gdram->l1: 128 B/cycle, gdram->sram: null, sram->gdram: null, ldram->sram: null, sram->ldram: null } }
                moveDma: { paths: { sram->nram: null, nram->sram: null, sram->wram: null, wram->sram: null, sram->sram: null } }
                mte1: { paths: { l1->l0a: 256 B/cycle }, startOverhead: 10 cycles, readSegmentOverhead: 0 cycles, writeSegmentOverhead: 0 cycles,
                        localSegmentOverhead: 1 cycle, chunk: 512 B, outstandingReads: 8, outstandingWrites: 8, writeAcknowledge: 0 ns }
            """));
        Assert.Equal(4096, chip.Core.Matrix.PeakMacsPerCycle(MacFormat.Fp16));
        Assert.Equal(6, chip.Core.Queues.Length);
    }

    [Fact]
    public void Loading_twice_gives_equal_figures() => Assert.Equal(Load().Peaks.ToString(), Load().Peaks.ToString());

    private static MluChip Load(params string[] overrides) => (MluChip)ChipFile.Load(Toy, overrides);
}
