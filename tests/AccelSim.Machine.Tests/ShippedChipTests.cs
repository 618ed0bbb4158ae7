using AccelSim.Machine.Mlu;

namespace AccelSim.Machine.Tests;

public sealed class ShippedChipTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Repository.File("configs", "chips"), "*.yaml").Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_chip_loads(string file)
    {
        var chip = ChipFile.Load(Repository.File("configs", "chips", file));
        Assert.Equal(Path.GetFileNameWithoutExtension(file), chip.Name.ToLowerInvariant());
        Assert.NotEmpty(chip.Peaks.MatrixOperationsPerSecond);
    }

    [Fact]
    public void Mlu370_x4_has_the_figures_of_the_driver_table()
    {
        var chip = Load("mlu370-x4");
        Assert.Equal(32, chip.Cores);
        Assert.Equal(655360, chip.Core.Nram.UsableBytes);
        Assert.Equal(4063232, chip.Sram!.UsableBytes);
        Assert.Equal(262_144_000_000_000, chip.Peaks.MatrixOperationsPerSecond[MacFormat.Int8]);
        Assert.Equal(98_304_000_000_000, chip.Peaks.MatrixOperationsPerSecond[MacFormat.Fp16]);
        Assert.Equal(24_576_000_000_000, chip.Peaks.MatrixOperationsPerSecond[MacFormat.Fp32]);
        Assert.Equal(1_024_000_000_000, chip.Peaks.VectorFp32OperationsPerSecond);
        Assert.Equal(307_200_000_000, chip.Peaks.DramBandwidth.BytesPerSecond);
        Assert.Equal(128_000_000_000, chip.Peaks.ClusterReadBandwidth.BytesPerSecond);
    }

    [Fact]
    public void The_what_if_with_pages_differs_from_its_chip_in_nothing_else()
    {
        var (paged, plain) = (Load("mlu370-vm"), Load("mlu370-x4"));
        Assert.Equal((null, null), (plain.Translation, plain.UnifiedMemory));
        Assert.Equal((65536, 4, 64), (paged.Translation!.Page.Bytes, paged.Translation.Levels, paged.Translation.WalkCache));
        Assert.Equal((PrefetchPolicy.Sequential, 16), (paged.UnifiedMemory!.Prefetch!.Policy, paged.UnifiedMemory.Prefetch.Depth));
        Assert.Equal((plain.Peaks.DramBandwidth, plain.Cores, plain.Sram), (paged.Peaks.DramBandwidth, paged.Cores, paged.Sram));
    }

    private static MluChip Load(string name) => (MluChip)ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"));
}
