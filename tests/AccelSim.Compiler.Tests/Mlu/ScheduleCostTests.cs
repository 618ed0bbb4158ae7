using AccelSim.Compiler.Mlu.Schedules;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>What schedules cost on the chip model: bytes from device memory to the byte, cycles in the order that the estimate says.</summary>
public sealed class ScheduleCostTests
{
    private const long Rows = 64, Ci = 128, Co = 2048, Element = 2;
    private const long Input = Rows * Ci * Element, Weights = Ci * Co * Element, Result = Rows * Co * Element;

    [Theory]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=2,co=256,slices=1,own)", 1, 32)]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=2,co=256,slices=1,share)", 1, 8)]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=2,co=256,slices=1,union=2,share)", 1, 4)]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=2,co=256,slices=1,union=4,share)", 1, 2)]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=2,co=256,slices=1,union=8,share)", 1, 1)]
    [InlineData("conv(rowTasks=32,coTasks=1,rows=2,co=256,slices=4,union=8,share)", 8, 1)]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=8,co=512,slices=1,own)", 4, 8)]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=8,co=512,slices=1,stages=4,own)", 1, 8)]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=8,co=512,slices=1,stages=5,own)", 1, 8)]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=8,co=512,slices=1,stages=5,union=2,share)", 1, 4)]
    [InlineData("conv(rowTasks=8,coTasks=4,rows=8,co=512,slices=1,stages=4,union=8,share)", 1, 1)]
    [InlineData("conv(rowTasks=1,coTasks=32,rows=16,co=64,slices=1,own)", 32, 1)]
    [InlineData("conv(rowTasks=1,coTasks=32,rows=16,co=64,slices=1,stages=5,own)", 8, 1)]
    [InlineData("conv(rowTasks=1,coTasks=32,rows=16,co=64,slices=1,stages=5,union=4,own)", 2, 1)]
    [InlineData("conv(rowTasks=1,coTasks=32,rows=16,co=64,slices=1,stages=4,union=8,own)", 1, 1)]
    public void Device_memory_is_read_once_for_all_who_share(string schedule, long inputs, long weights)
    {
        var problem = new ConvProblem { N = 1, H = Rows, W = 1, Ci = Ci, Co = Co };
        var run = Assert.Single(ScheduleBench.Run(problem, Agreement.Chip("mlu370-x4"), [ConvSchedule.Parse(schedule)]));
        Assert.Equal((inputs * Input) + (weights * Weights), run.DramReadBytes);
        Assert.Equal(Result, run.DramWriteBytes);
    }

    [Fact]
    public void Clusters_without_channels_read_nothing()
    {
        // 512 channels are 8 tiles of 64: of 8 clusters two have work
        var problem = new ConvProblem { N = 1, H = Rows, W = 1, Ci = Ci, Co = 512 };
        var run = Assert.Single(ScheduleBench.Run(problem, Agreement.Chip("mlu370-x4"), [ConvSchedule.Parse("conv(rowTasks=1,coTasks=32,rows=16,co=64,slices=1,stages=5,own)")]));
        Assert.Equal((2 * Input) + (Ci * 512 * Element), run.DramReadBytes);
    }

    [Theory]
    [InlineData("mlu370-x4")]
    [InlineData("mlu370-s4")]
    [InlineData("mlu590-h8")]
    public void Estimates_rank_schedules_as_the_chip_model_does(string chip)
    {
        var device = Agreement.Chip(chip);
        ConvProblem[] layers =
        [
            ScheduleBench.Layer(1, 56, 64, 64, 3, 1), ScheduleBench.Layer(1, 14, 1024, 256, 1, 1), ScheduleBench.Layer(1, 14, 256, 256, 3, 1),
            ScheduleBench.Layer(1, 7, 512, 512, 3, 1), ScheduleBench.Layer(1, 7, 512, 2048, 1, 1, residual: true), ScheduleBench.Product(128, 768, 3072),
        ];
        var ranks = new List<double>();
        var losses = new List<double>();
        foreach (var layer in layers)
        {
            var runs = ScheduleBench.Run(layer, device);
            ranks.Add(RankAgreement([.. runs.Select(run => run.Estimated)], [.. runs.Select(run => (double)run.Simulated)]));
            losses.Add(runs.MinBy(run => run.Estimated)!.Simulated / (double)runs.Min(run => run.Simulated));
        }

        var shown = $"rank agreement {string.Join(' ', ranks.Select(rank => rank.ToString("F2")))}, chosen over best {string.Join(' ', losses.Select(loss => loss.ToString("F2")))}";
        Assert.True(ranks.Average() >= 0.85, shown);
        Assert.True(losses.Average() <= 1.15, shown);
    }

    /// <summary>Spearman's coefficient: 1 for the same order, 0 for none.</summary>
    private static double RankAgreement(double[] a, double[] b)
    {
        int[] ranksA = Ranks(a), ranksB = Ranks(b);
        double n = a.Length;
        return 1 - (6 * ranksA.Zip(ranksB, (x, y) => (double)(x - y) * (x - y)).Sum() / (n * ((n * n) - 1)));
    }

    private static int[] Ranks(double[] values)
    {
        var ranks = new int[values.Length];
        foreach (var (index, rank) in Enumerable.Range(0, values.Length).OrderBy(i => values[i]).Select((index, rank) => (index, rank)))
        {
            ranks[index] = rank;
        }

        return ranks;
    }
}
