using System.Globalization;
using Spectre.Console;

namespace AccelSim.Reports.Tests;

public sealed class MembenchReportTests
{
    private static readonly MembenchResult Memory = new("a<b", "HBM2-2400 & co", 16, 307.2, 512, 16,
    [
        new("read", "", 0, 273.03, 0.8888, 0.967, 479.94, 430.8, 874.2, 0.8888, 0.005, 0.016, 0.09, 0, 0.0002),
        new("stride", "32 B", 32, 273, 0.888, 0.968, 480, 434, 861, 0.888, 0, 0.02, 0.09, 0, 0.002),
        new("stride", "64 B", 64, 237, 0.772, 0.968, 552, 502, 933, 0.772, 0.1, 0.03, 0.09, 0, 0.008),
        new("row-conflict", "", 0, 9.79, 0.0319, 0, 13385.8, 13400, 14462.5, 0.0319, 0, 0.8781, 0.09, 0, 0),
        new("load", "5 %", 0.05, 14, 0.046, 0.95, 127, 101, 474, 0.046, 0, 0, 0, 0, 0.954),
        new("load", "95 %", 0.95, 265, 0.863, 0.95, 319, 311, 576, 0.863, 0, 0, 0.09, 0, 0.047),
    ]);

    private static readonly NetbenchResult Network = new("mesh<2>", "reservation", 4, 5, 32, 1.25,
    [
        new("uniform", 0, 0.01, 0.0101, 1.3, 12.34, 12, 14, 15, 9.87, 2),
        new("uniform", 0.5, 0.2, 0.2, 26, 15, 14, 20, 1152, 12, 2),
        new("uniform", 1, 0.4, 0.4, 51, 36, 30, 60, 90, 28.8, 2),
    ]);

    [Fact]
    public void Tables_fit_a_hundred_columns_and_say_what_the_rows_say()
    {
        var lines = Text(console => MembenchReport.Write(Memory, console)).TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, 100));
        Assert.Contains(lines, line => line.StartsWith("row-conflict", StringComparison.Ordinal) && line.TrimEnd().EndsWith("3    0   88    9    0    0", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("stride", StringComparison.Ordinal));
        Assert.Contains("a<b", lines[0], StringComparison.Ordinal);
        lines = Text(console => NetbenchReport.Write(Network, console)).TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, 100));
        Assert.Contains(lines, line => line.Contains("saturated", StringComparison.Ordinal) && line.Contains("51.0", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" 1152 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Csv_has_as_many_fields_as_headers_and_full_precision()
    {
        foreach (var write in (Action<TextWriter>[])[to => MembenchReport.WriteCsv(Memory, to), to => NetbenchReport.WriteCsv(Network, to)])
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            write(text);
            var rows = text.ToString().TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToList();
            Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        }

        using var csv = new StringWriter(CultureInfo.InvariantCulture);
        MembenchReport.WriteCsv(Memory, csv);
        Assert.Contains("stride,64 B,64,237,0.772,", csv.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_are_well_formed_and_hold_a_chart_of_each_kind_of_pattern_that_was_run()
    {
        var page = MembenchHtml.Page(Memory);
        Assert.Contains("Memory of a&lt;b", page, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b", page, StringComparison.Ordinal);
        Assert.Contains("Bandwidth: reads of a least request at a stride", page, StringComparison.Ordinal);
        Assert.Contains("Latency under load: sequential reads", page, StringComparison.Ordinal);
        Assert.DoesNotContain("random", page, StringComparison.Ordinal);
        Assert.Equal(4, page.Split("<polyline").Length - 1);
        page = NetbenchHtml.Page(Network);
        Assert.Contains("mesh&lt;2&gt;", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<polyline").Length - 1);
        Assert.Contains("class=\"limit\"", MembenchHtml.Page(Memory), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(307.2, "0,50,100,150,200,250,300,350")]
    [InlineData(1, "0,0.2,0.4,0.6,0.8,1")]
    [InlineData(2048, "0,500,1,000,1,500,2,000,2,500")]
    [InlineData(0, "0,0.2,0.4,0.6,0.8,1")]
    public void Linear_axes_begin_at_0_and_end_beyond_the_greatest(double greatest, string ticks)
    {
        var axis = ChartAxis.Linear("x", [greatest]);
        Assert.Equal(ticks, string.Join(',', axis.Ticks.Select(tick => tick.Text)));
        Assert.Equal((0, 1), (axis.Place(0), axis.Place(axis.Ticks[^1].Value)));
    }

    [Theory]
    [InlineData(28, 166, "20,50,100,200")]
    [InlineData(100, 100, "100,200")]
    [InlineData(1.5, 900, "1,10,100,1,000")]
    public void Axes_of_decades_hold_every_value(double least, double greatest, string ticks)
    {
        var axis = ChartAxis.Decades("x", [greatest, least]);
        Assert.Equal(ticks, string.Join(',', axis.Ticks.Select(tick => tick.Text)));
        Assert.InRange(axis.Place(least), 0, axis.Place(greatest));
    }

    private static string Text(Action<IAnsiConsole> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 100;
        write(console);
        return text.ToString();
    }
}
