using AccelSim.Engine;
using FsCheck.Fluent;

namespace AccelSim.Results.Tests;

public sealed class CauseStackTests
{
    [Fact]
    public void Fractions_sum_to_one_exactly_whatever_the_parts() =>
        Law.Holds(Gen.Choose(0, int.MaxValue).SelectMany(a => Gen.Choose(1, 1000).Select(b => (long)a * b)).ListOf(), times =>
        {
            var byCause = new long[CauseNames.Count];
            foreach (var (time, i) in times.Take(byCause.Length).Select((t, i) => (t, i)))
            {
                byCause[i] = time;
            }

            var stack = new CauseStack(byCause);
            Assert.Equal(byCause.Sum(), stack.Total);
            Assert.Equal(stack.Total, stack.Shares.Sum(s => s.Femtoseconds));
            Assert.Equal(stack.Total == 0 ? 0 : 1_000_000_000, stack.Fractions().Sum(f => f.Billionths));
            Assert.Equal(stack.Total, stack.Groups().Sum(g => g.Femtoseconds));
        });

    [Fact]
    public void Shares_come_longest_first_and_nothing_is_left_out()
    {
        var byCause = new long[CauseNames.Count];
        byCause[(int)Cause.Tensor] = 5;
        byCause[(int)Cause.DramBandwidth] = 7;
        byCause[(int)Cause.DramRowMiss] = 7;
        Assert.Equal([Cause.DramBandwidth, Cause.DramRowMiss, Cause.Tensor], new CauseStack(byCause).Shares.Select(s => s.Cause));
        Assert.Equal(("DRAM", 14L), new CauseStack(byCause).Groups()[0]);
    }

    [Fact]
    public void Negative_time_is_refused()
    {
        var byCause = new long[CauseNames.Count];
        byCause[3] = -1;
        Assert.Throws<ArgumentOutOfRangeException>(() => new CauseStack(byCause));
    }
}
