using AccelSim.Engine;

namespace AccelSim.Reports.Tests.Html;

/// <summary>Made-up timelines.</summary>
internal static class SampleSpans
{
    /// <summary>Spans on rows of four cores with two queues each, one after the other on each row with gaps of the same order.</summary>
    /// <param name="count">How many in all.</param>
    /// <param name="end">When the last ones end, fs.</param>
    /// <param name="seed">Where the generator begins.</param>
    public static SpanRecorder Of(int count, long end, int seed = 1)
    {
        var (spans, random) = (new SpanRecorder(), new Random(seed));
        var tracks = Enumerable.Range(0, 8).Select(i => spans.Tracks[$"core {i / 2} {(i % 2 == 0 ? "compute" : "io")}"]).ToArray();
        var labels = new[] { "conv", "memcpy", "</script><script>alert(2)</script>" }.Select(name => spans.Labels[name]).ToArray();
        var room = end / ((count / tracks.Length) + 1);
        for (var i = 0; i < count; i++)
        {
            var start = (i / tracks.Length * room) + random.NextInt64(room / 2);
            spans.Span(tracks[i % tracks.Length], labels[random.Next(labels.Length)], start, start + 1 + random.NextInt64(room / 2 - 1));
        }

        return spans;
    }
}
