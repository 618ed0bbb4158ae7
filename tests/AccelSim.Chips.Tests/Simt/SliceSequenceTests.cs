using AccelSim.Chips.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>Slices that look as if drawn, and are as frequent as each other.</summary>
public class SliceSequenceTests
{
    [Theory]
    [InlineData(80, 128)]
    [InlineData(96, 128)]
    [InlineData(64, 16)]
    [InlineData(5, 1)]
    public void A_round_has_every_slice_as_often_in_every_column(int slices, int columns)
    {
        var sequence = new SliceSequence(slices, columns);
        for (var round = 0; round < 3; round++)
        {
            var counts = new int[slices, columns];
            for (var i = 0; i < slices * columns; i++)
            {
                counts[sequence.Of((ulong)((round * slices * columns) + i)), i % columns]++;
            }

            Assert.All(counts.Cast<int>(), count => Assert.Equal(1, count));
        }
    }

    /// <summary>Of n draws out of s slices, s (1 - (1 - 1/s)^n) different ones are to be expected; blocks that are dealt in turn would give n.</summary>
    [Fact]
    public void Neighbours_fall_together_as_often_as_chance_has_it()
    {
        const int Slices = 80;
        const int Window = 40;
        const int Windows = 2000;
        var sequence = new SliceSequence(Slices, 128);
        var different = Enumerable.Range(0, Windows).Average(window => Enumerable.Range(window * Window, Window).Select(block => sequence.Of((ulong)block)).Distinct().Count());
        Assert.Equal(Slices * (1 - Math.Pow(1 - (1.0 / Slices), Window)), different, 0.3);
    }

    /// <summary>No stride of a power of two leaves slices out, as one would that is dealt in turn.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(256)]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public void Strides_reach_all_slices(int stride)
    {
        var sequence = new SliceSequence(80, 128);
        var counts = new int[80];
        for (var i = 0; i < 64 * 80; i++)
        {
            counts[sequence.Of((ulong)i * (ulong)stride)]++;
        }

        Assert.InRange(counts.Min(), 24, 64);
        Assert.InRange(counts.Max(), 64, 104);
    }
}
