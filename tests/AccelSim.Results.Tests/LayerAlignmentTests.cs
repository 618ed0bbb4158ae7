using AccelSim.Engine;
using AccelSim.Results.Compare;
using FsCheck.Fluent;

namespace AccelSim.Results.Tests;

/// <summary>Layers that chips fuse differently are compared as one piece of work; nothing is lost or counted twice.</summary>
public sealed class LayerAlignmentTests
{
    [Fact]
    public void What_one_chip_fuses_is_held_against_the_layers_of_the_other()
    {
        var (fused, apart) = (Run(("a +2", 90), ("d", 10)), Run(("a", 40), ("b", 30), ("c", 40), ("d", 5)));
        var layers = LayerComparison.Of([fused, apart]);
        Assert.Equal(["a", "d"], layers.Select(layer => layer.Name));
        Assert.Equal([90, 110], layers[0].Femtoseconds);
        Assert.Equal((0, "compute", 20, 20), (layers[0].Fastest, layers[0].Why, layers[0].Saved, layers[0].Difference));
        Assert.Equal((1, 5), (layers[1].Fastest, layers[1].Saved));
    }

    /// <summary>A model of layers 0 to n cut in any two ways: the pieces are in order and their times add up to the runs'.</summary>
    [Fact]
    public void Pieces_add_up_to_the_runs() => Law.Holds(
        from size in Gen.Choose(1, 12)
        from one in Gen.Choose(0, (1 << size) - 1)
        from two in Gen.Choose(0, (1 << size) - 1)
        select (size, one, two),
        pick =>
        {
            var runs = ((int[])[pick.one, pick.two]).Select(cuts => Run([.. Enumerable.Range(0, pick.size).Where(i => i == 0 || (cuts >> i & 1) != 0).Select(i => ($"n{i}", i + 1))])).ToList();
            var layers = LayerComparison.Of(runs);
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(runs[i].Layers.Sum(layer => layer.Femtoseconds), layers.Sum(layer => layer.Femtoseconds[i]));
            }

            Assert.Equal(1 + Enumerable.Range(1, pick.size - 1).Count(i => (pick.one & pick.two) >> i != 0 && ((pick.one & pick.two) >> i & 1) != 0), layers.Length);
        });

    [Fact]
    public void A_bound_is_what_the_peaks_allow()
    {
        // 2e9 operations at 8.192 TOP/s are 244 us; 1024 bytes at 25.6 GB/s are 40 ns; the run takes 1 ms.
        var bound = PeakBound.Of(SampleResult.Full());
        Assert.Equal(2e9 / 8.192e12, bound.ComputeSeconds, 1e-12);
        Assert.Equal(1024 / 25.6e9, bound.DramSeconds, 1e-15);
        Assert.Equal(0.244140625, bound.Share, 1e-9);
        Assert.Equal(bound.ComputeSeconds, bound.Seconds);
    }

    private static RunResult Run(params (string Name, int Time)[] layers) => SampleResult.Full() with
    {
        Layers = [.. layers.Select(layer => SampleResult.Full().Layers[0] with { Name = layer.Name, Femtoseconds = layer.Time, Causes = Stack(layer.Time) })],
    };

    private static CauseStack Stack(long time)
    {
        var times = new long[CauseNames.Count];
        times[(int)Cause.Tensor] = time;
        return new(times);
    }
}
