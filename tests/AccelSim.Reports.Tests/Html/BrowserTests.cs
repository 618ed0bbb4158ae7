using System.Globalization;
using AccelSim.Results;
using AccelSim.Results.Tests;

namespace AccelSim.Reports.Tests.Html;

/// <summary>Reports in headless Chromium: wide and narrow, light and dark, with names that want to be markup. One browser for all pages.</summary>
public sealed class BrowserTests : IDisposable
{
    private const string Hostile = "</script><script>alert('x')</script><img src=x onerror=alert(1)>";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accelsim-html-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Pages_draw_everything_answer_the_keyboard_and_say_nothing_on_the_console()
    {
        var run = Page("run.html", stream => RunHtml.Write(Run(24), [new("SRAM", ["memories.sram.read"], 8_000_000_000)], SampleSpans.Of(100_000, 900_000_000_000), stream));
        var study = Page("study.html", stream => StudyHtml.Write(SampleStudy.Of(Hostile), stream));
        var found = Browser.Visit(new BrowserVisit(run, 1280, "light"), new BrowserVisit(run, 400, "dark"), new BrowserVisit(study, 1280, "dark"), new BrowserVisit(study, 400, "light"));
        Assert.All(found, Sound);
        foreach (var page in found.Take(2))
        {
            Assert.Equal((24, 11, "descending", true), (page.Rows, page.Searched, page.Sorted, page.Zoomed));
            foreach (var place in (string[])["Skip to the report", "Search the table", "Kind of rows", "Timeline of cores and queues", "Roofline"])
            {
                Assert.Contains(page.Focus, focus => focus.Contains(place, StringComparison.Ordinal));
            }

            foreach (var chart in (string[])["Roofline", "Timeline", "Layers as areas", "Time of each of 24 layers", "Account of the units", "DRAM bandwidth"])
            {
                Assert.Contains(page.Charts, label => label.StartsWith(chart, StringComparison.Ordinal));
            }
        }

        foreach (var page in found.Skip(2))
        {
            Assert.Equal((24, 12, "descending"), (page.Rows, page.Searched, page.Sorted));
            Assert.Equal(5, page.Charts.Count);
            Assert.Contains("breaks averageWatts < 25", page.Text, StringComparison.Ordinal);
        }

        Assert.Equal(["rgb(246, 248, 250)", "rgb(13, 17, 23)", "rgb(13, 17, 23)", "rgb(246, 248, 250)"], found.Select(page => page.Ground));
    }

    private static void Sound(BrowserFinding page)
    {
        Assert.Empty(page.Problems);
        Assert.Empty(page.Blank);
        Assert.Empty(page.Redrawn);
        Assert.Empty(page.Links);
        Assert.Equal((0, 2), (page.Overflow, page.Scripts));
        Assert.NotEqual(page.Ground, page.Switched);
        Assert.Contains("onerror=alert(1)", page.Text, StringComparison.Ordinal);
        Assert.StartsWith("</script>", page.Heading, StringComparison.Ordinal);
        Assert.Contains(page.Focus, focus => focus.Contains("Search the table", StringComparison.Ordinal));

        // The aim is 3 s on a machine of its own (docs/performance.md); here other tests run meanwhile.
        Assert.InRange(page.OpenMilliseconds, 0, 8000);
    }

    private static RunResult Run(int layers)
    {
        var full = SampleResult.Full();
        var energy = new EnergyBreakdown([new EnergyPart("memories.sram.read", "on-chip memory", "bytes", 4096, 7_000_000)]);
        return full with
        {
            Model = Hostile,
            Layers =
            [
                .. Enumerable.Range(0, layers).Select(i => full.Layers[0] with
                {
                    Name = i == 7 ? Hostile : string.Create(CultureInfo.InvariantCulture, $"/block/layer{i % 4}/conv{i}"),
                    Operator = i == 7 ? "<i>Conv</i>" : "Conv",
                    Start = i * 20_000_000_000,
                    Femtoseconds = 20_000_000_000 - (i * 100_000_000),
                    Macs = 1000 * (i + 1),
                    Energy = energy,
                }),
            ],
        };
    }

    private string Page(string name, Action<Stream> write)
    {
        if (ReportAssets.Problem is { } problem)
        {
            Assert.Skip(problem);
        }

        var path = Path.Combine(_folder.FullName, name);
        using var stream = File.Create(path);
        write(stream);
        return path;
    }
}
