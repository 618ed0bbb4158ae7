using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Engine.Tests;

public class ClockTests
{
    private static readonly BigInteger Second = BigInteger.Pow(10, 15);

    private static Gen<(long Hertz, long Cycle)> Edges =>
        from hertz in Gen.Elements(1L, 3, 877_000_000, 1_000_000_000, 1_410_000_000, 1_755_000_000, 32_768, 999_999_999_999_999)
        from n in Gen.Choose(0, int.MaxValue)
        select (hertz, hertz < 100_000 ? n % 1000 : (long)n);

    [Fact]
    public void Edge_is_the_exact_floor() => Law.Holds(Edges, t =>
        Assert.Equal((long)(t.Cycle * Second / t.Hertz), new Clock(t.Hertz).Edge(t.Cycle)));

    [Fact]
    public void CycleAtOrAfter_inverts_Edge() => Law.Holds(Edges, t =>
    {
        var clock = new Clock(t.Hertz);
        var edge = clock.Edge(t.Cycle);
        Assert.Equal(t.Cycle, clock.CycleAtOrAfter(edge));
        Assert.Equal(t.Cycle, clock.CycleAtOrBefore(edge));
        if (clock.Edge(t.Cycle + 1) > edge + 1)
        {
            Assert.Equal(t.Cycle + 1, clock.CycleAtOrAfter(edge + 1));
            Assert.Equal(t.Cycle, clock.CycleAtOrBefore(edge + 1));
        }
    });

    [Fact]
    public void One_billion_cycles_of_1755_MHz_take_exactly_that_many_femtoseconds() =>
        Assert.Equal(1_000_000_000_000_000, new Clock(1_755_000_000).Edge(1_755_000_000));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(Clock.FemtosecondsPerSecond + 1)]
    public void Impossible_frequency_is_refused(long hertz) => Assert.Throws<ArgumentOutOfRangeException>(() => new Clock(hertz));

    [Fact]
    public void An_edge_beyond_the_range_of_time_is_an_error_not_a_wrap() =>
        Assert.Throws<OverflowException>(() => new Clock(1_000_000_000).Edge(long.MaxValue / 2));
}
