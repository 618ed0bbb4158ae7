using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Results;
using AccelSim.Results.Tests;

namespace AccelSim.Reports.Tests.Html;

/// <summary>The file that <c>run --html</c> writes: its numbers are those of the result, and nothing in a name can get out of its place.</summary>
public sealed class RunHtmlTests
{
    private const string Hostile = "</script><script>alert('x')</script><img src=x onerror=alert(1)>";

    private static readonly MemoryLevel Sram = new("cluster SRAM", ["memories.sram.read", "memories.sram.write"], 8_000_000_000);

    [Fact]
    public void Every_number_of_the_page_is_that_of_the_result()
    {
        var run = WithTraffic();
        var page = PageData.Of(stream => RunHtml.Write(run, [Sram], null, stream));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(RunResultJson.ToText(run)).RootElement, page.Data.GetProperty("result")));
        Assert.Equal(JsonValueKind.Null, page.Data.GetProperty("timeline").ValueKind);
        Assert.Equal([25_600_000_000, 8_000_000_000], page.Data.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("bytesPerSecond").GetInt64()));
        foreach (var (layer, more) in run.Layers.Zip(page.Data.GetProperty("more").EnumerateArray()))
        {
            Assert.Equal(RunMetrics.Seconds(layer.Start), more.GetProperty("startSeconds").GetDouble());
            Assert.Equal(layer.LeastBytes, more.GetProperty("leastBytes").GetInt64());
            Assert.Equal(layer.OpsPerSecond(), more.GetProperty("opsPerSecond").GetDouble());
            Assert.Equal(layer.DramBytesPerSecond(), more.GetProperty("dramBytesPerSecond").GetDouble());
            Assert.Equal([layer.Bytes, 4096 + 512], more.GetProperty("traffic").EnumerateArray().Select(bytes => bytes.GetInt64()));
        }

        foreach (var cause in CauseNames.All)
        {
            Assert.Equal(cause.Group(), page.Data.GetProperty("causeGroups").GetProperty(cause.DisplayName()).GetString());
        }
    }

    [Fact]
    public void Every_span_of_the_page_is_one_that_was_recorded()
    {
        var spans = SampleSpans.Of(1000, 900_000_000_000);
        var timeline = PageData.Of(stream => RunHtml.Write(SampleResult.Full(), [], spans, stream)).Data.GetProperty("timeline");
        Assert.Equal((1000, 0), (timeline.GetProperty("recorded").GetInt32(), timeline.GetProperty("joinedFemtoseconds").GetInt64()));
        var tracks = timeline.GetProperty("tracks").EnumerateArray().Select(name => name.GetString()!).ToList();
        var labels = timeline.GetProperty("labels").EnumerateArray().Select(name => name.GetString()!).ToList();
        var read = new List<(string, string, long, long)>();
        foreach (var (row, track) in timeline.GetProperty("spans").EnumerateArray().Select((row, track) => (row, track)))
        {
            var at = 0L;
            foreach (var span in row.EnumerateArray().Select(number => number.GetInt64()).Chunk(3))
            {
                read.Add((tracks[track], labels[(int)span[2]], at + span[0], at + span[0] + span[1]));
                at += span[0] + span[1];
            }
        }

        var recorded = spans.Spans.ToArray().Select(span => (spans.Tracks.All[span.Track], spans.Labels.All[span.Name], span.Start, span.End));
        Assert.Equal(recorded.Order(), read.Order());
    }

    [Fact]
    public void Names_stay_text()
    {
        var full = SampleResult.Full();
        var run = full with { Model = Hostile, Layers = [full.Layers[0] with { Name = Hostile, Operator = "<b>Conv</b>", Schedule = "<!--" }], Warnings = [Hostile] };
        var page = PageData.Of(stream => RunHtml.Write(run, [], SampleSpans.Of(10, 1_000_000), stream));
        Assert.Equal(Hostile, page.Data.GetProperty("result").GetProperty("layers")[0].GetProperty("name").GetString());
        Assert.Equal(3, page.Html.Split("<script").Length);
        Assert.Equal(3, page.Html.Split("</script").Length);
        Assert.DoesNotContain("<img", page.Html, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;/script&gt;", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_the_licences_of_what_is_in_it_and_asks_the_network_for_nothing()
    {
        var page = PageData.Of(stream => RunHtml.Write(SampleResult.Full(), [], null, stream));
        Assert.Contains("Apache License", page.Html, StringComparison.Ordinal);
        Assert.Contains("ZRender", page.Html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(link|iframe|script [^>]*src)", page.Html);
        Assert.InRange(page.Html.Length, 100_000, 1_000_000);
    }

    [Fact]
    public void A_result_without_anything_is_still_a_page()
    {
        var bare = SampleResult.Full() with { Layers = [], Causes = CauseStack.Empty, HostOperators = [], Check = null, Warnings = [], Units = [], Energy = null, Area = [], Femtoseconds = 0, DeviceFemtoseconds = 0 };
        var page = PageData.Of(stream => RunHtml.Write(bare, [Sram], new SpanRecorder(), stream));
        Assert.Equal(0, page.Data.GetProperty("more").GetArrayLength());
        Assert.Equal(0, page.Data.GetProperty("timeline").GetProperty("counters").GetArrayLength());
    }

    [Fact]
    public void A_hundred_thousand_spans_take_less_than_15_megabytes_and_more_are_thinned()
    {
        var page = PageData.Of(stream => RunHtml.Write(SampleResult.Full(), [], SampleSpans.Of(100_000, 900_000_000_000), stream));
        Assert.InRange(page.Html.Length, 1_000_000, 15_000_000 - 1);
        var many = PageData.Of(stream => RunHtml.Write(SampleResult.Full(), [], SampleSpans.Of(TimelineJson.MostSpans + 50_000, 900_000_000_000), stream));
        Assert.InRange(many.Html.Length, 1_000_000, 15_000_000 - 1);
        Assert.True(many.Data.GetProperty("timeline").GetProperty("joinedFemtoseconds").GetInt64() > 0);
    }

    private static RunResult WithTraffic()
    {
        var full = SampleResult.Full();
        var energy = new EnergyBreakdown([new EnergyPart("memories.sram.read", "on-chip memory", "bytes", 4096, 7), new EnergyPart("memories.sram.write", "on-chip memory", "bytes", 512, 9), new EnergyPart("static", "static", "ps", 5, 5)]);
        return full with { Layers = [.. full.Layers.Select(layer => layer with { Energy = energy })] };
    }
}
