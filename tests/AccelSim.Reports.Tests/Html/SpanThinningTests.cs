using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Reports.Tests.Html;

/// <summary>Thinned timelines: fewer spans, and no picture that differs by more than the resolution.</summary>
public sealed class SpanThinningTests
{
    private static readonly Gen<(int Count, int Most, int Seed)> Cases =
        from count in Gen.Choose(0, 400) from most in Gen.Choose(8, 200) from seed in Gen.Choose(0, 1_000_000) select (count, most, seed);

    [Fact]
    public void As_many_are_left_as_are_wanted_and_they_cover_what_was_there() => Law.Holds(Cases, one =>
    {
        var recorder = SampleSpans.Of(one.Count, 1_000_000, one.Seed);
        var thinned = SpanThinning.Of(recorder, one.Most);
        var left = 0;
        for (var track = 0; track < thinned.Tracks; track++)
        {
            var row = thinned.Row(track).ToList();
            left += row.Count;
            var before = recorder.Spans.ToArray().Where(span => span.Track == track).OrderBy(span => span.Start).ToList();
            Assert.All(row, span => Assert.Equal(track, span.Track));
            Assert.All(row.Zip(row.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
            Assert.All(before, span => Assert.Contains(row, kept => kept.Start <= span.Start && span.End <= kept.End));

            // What a kept span covers beside what was there is gaps shorter than the resolution, one for each span that it swallowed.
            Assert.All(row, kept =>
            {
                var inside = before.Where(span => span.Start >= kept.Start && span.End <= kept.End).ToList();
                Assert.Contains(inside, span => span.Name == kept.Name && span.End - span.Start == inside.Max(other => other.End - other.Start));
                Assert.InRange(kept.End - kept.Start - inside.Sum(span => span.End - span.Start), 0, (inside.Count - 1) * thinned.Resolution);
            });
        }

        Assert.InRange(left, 0, Math.Max(one.Most, 0));
        Assert.Equal(one.Count <= one.Most, thinned.Resolution == 0);
    });
}
