using AccelSim.Engine;
using AccelSim.Results;
using AccelSim.Results.Tests;
using FsCheck.Fluent;

namespace AccelSim.Reports.Tests.Html;

/// <summary>Counters of a timeline: means that hold as much as what they are means of.</summary>
public sealed class TraceCountersTests
{
    [Fact]
    public void Busy_rows_times_time_is_the_time_of_all_spans() => Law.Holds(Gen.Choose(1, 1_000_000), seed =>
    {
        var spans = SampleSpans.Of(200, 2_000_000_000_000, seed);
        var counters = TraceCounters.Of(SampleResult.Full(), spans);
        foreach (var kind in (string[])["core compute", "core io"])
        {
            var counter = Assert.Single(counters, counter => counter.Name == kind);
            var expected = spans.Spans.ToArray().Where(span => TraceCounters.Kind(spans.Tracks.All[span.Track]) == kind).Sum(span => (double)(span.End - span.Start));
            Assert.Equal(expected, counter.Values.Sum() * counter.Step, expected * 1e-9);
            Assert.All(counter.Values, value => Assert.InRange(value, 0, 4.000001));
        }
    }, count: 20);

    [Fact]
    public void Bandwidth_and_power_times_time_are_bytes_and_joules_of_the_layers()
    {
        var full = SampleResult.Full();
        var energy = new EnergyBreakdown([new EnergyPart("static", "static", "ps", 1, 3_000_000_000_000)]);
        var run = full with { Layers = [.. full.Layers.Select(layer => layer with { Energy = energy })] };
        var counters = TraceCounters.Of(run, new SpanRecorder());
        var bandwidth = Assert.Single(counters, counter => counter.Unit == "GB/s");
        Assert.Equal(run.Layers.Sum(layer => layer.Bytes), bandwidth.Values.Sum() * bandwidth.Step / 1e6, 1e-6);
        var power = Assert.Single(counters, counter => counter.Unit == "W");
        Assert.Equal(6_000_000_000_000, power.Values.Sum() * power.Step, 1.0);
        Assert.Equal(2, counters.Length);
    }

    [Theory]
    [InlineData("cluster 12 core 3 io", "cluster core io")]
    [InlineData("L2 slice 7", "L2 slice")]
    [InlineData("device memory reads", "device memory reads")]
    public void Rows_of_a_kind_differ_in_their_numbers_only(string track, string kind) => Assert.Equal(kind, TraceCounters.Kind(track));
}
