using System.Globalization;
using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Results;
using AccelSim.Results.Simt;
using AccelSim.Results.Tests;
using Spectre.Console;

namespace AccelSim.Reports.Tests;

public sealed class ReportTests
{
    [Fact]
    public void The_report_fits_one_screen_of_a_hundred_columns()
    {
        var run = SampleResult.Full();
        run = run with { Layers = [.. Enumerable.Range(0, 60).Select(i => run.Layers[0] with { Name = $"/a/rather/long/path/of/layer{i}/Conv", Start = i })] };
        var lines = Text(console => ConsoleReport.Write(run, console)).TrimEnd().Split('\n');
        Assert.InRange(lines.Length, 20, 48);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }

    [Fact]
    public void The_report_says_what_the_result_says()
    {
        var text = Text(console => ConsoleReport.Write(SampleResult.Full(), console));
        foreach (var expected in (string[])["sample", "toy-mlu", "1,000,000 cycles", "2000 items/s", "70.0 %", "tensor", "NonMaxSuppression", "watch [out]", "FAIL", "a races with b", "conv1", "1.500 mJ per inference", "1.500 W mean, 66.7 % static", "750 uJ per item"])
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_translation_and_pages_did_is_told_where_they_did_anything()
    {
        var full = SampleResult.Full();
        var counters = new VirtualMemoryCounters { TlbHits = 900, TlbMisses = 100, PageWalks = 40, PageFaults = 12, MigratedBytes = 1_310_720, PrefetchedPages = 8, PrefetchedPagesUsed = 7 };
        var text = Text(console => ConsoleReport.Write(full with { Counters = full.Counters with { VirtualMemory = counters } }, console));
        Assert.All(["90.0 % of 1,000 hit", "40 walks", "12 faults", "1.311 MB in", "8 ahead, 7 used"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        var quiet = Text(console => ConsoleReport.Write(full with { Counters = full.Counters with { VirtualMemory = new() } }, console));
        Assert.Equal(Text(console => ConsoleReport.Write(full, console)), quiet);
    }

    [Fact]
    public void What_multiprocessors_did_is_told_where_there_are_any()
    {
        var full = SampleResult.Full();
        var counters = new SimtCounters
        {
            WarpInstructions = 400,
            ThreadInstructions = 12_000,
            GlobalRequests = 10,
            GlobalSectors = 45,
            L1Sectors = 40,
            L1Hits = 10,
            L2Hits = 3,
            L2Misses = 1,
            SharedRequests = 2,
            SharedPasses = 5,
            WarpCycles = 3200,
            WarpSlots = 6400,
            IssueSlots = 1600,
            States = new WarpStates { Selected = 400, LongScoreboard = 2800 },
            Occupancy = new OccupancyFacts(255, 101_376, 256, 32, 64, "shared memory"),
        };
        var run = full with { Counters = full.Counters with { Simt = counters } };
        var text = Text(console => ConsoleReport.Write(run, console));
        Assert.All(
            [
                "25.0 % of slots used", "30.0 threads each", "50.0 % of warps resident", "32 blocks/SM, by shared memory", "255 regs, 101.4 kB", "25.0 % L1, 75.0 % L2 hits",
                "4.50 sectors per global access", "2.50 passes, shared", "87.5 %", "7.00",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        text = Text(console => ConsoleReport.Write(run with { Counters = full.Counters with { Simt = counters with { Occupancy = null, L1Sectors = 0, SharedRequests = 0, States = new() } } }, console));
        Assert.Contains("launches differ", text, StringComparison.Ordinal);
        Assert.All(["L1,", "passes", "what warps did"], part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain("of slots used", Text(console => ConsoleReport.Write(full, console)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_says_where_races_are_not_looked_for()
    {
        var full = SampleResult.Full();
        var check = full.Check! with { Compared = false, RacesSought = false, Races = [] };
        var text = Text(console => ConsoleReport.Write(full with { Check = check }, console));
        Assert.Contains("races are not looked for", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unsynchronised", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_without_anything_is_still_a_report()
    {
        var bare = SampleResult.Full() with { Layers = [], Causes = CauseStack.Empty, HostOperators = [], Check = null, Warnings = [], FirstRun = null, Energy = new EnergyBreakdown([]), Femtoseconds = 0, DeviceFemtoseconds = 0 };
        Assert.Contains("sample", Text(console => ConsoleReport.Write(bare, console)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999, "0.001 ns")]
    [InlineData(1_500_000, "1.500 ns")]
    [InlineData(25_000_000_000, "25.0 us")]
    [InlineData(1_129_000_000_000, "1.129 ms")]
    public void Times_have_a_fitting_unit(long femtoseconds, string text) => Assert.Equal(text, Amounts.Time(femtoseconds));

    [Theory]
    [InlineData(0, "0 pJ")]
    [InlineData(2.5e-13, "0.250 pJ")]
    [InlineData(0.99999999e-9, "1.000 nJ")]
    [InlineData(0.048, "48.0 mJ")]
    [InlineData(1.2, "1.200 J")]
    [InlineData(15_000, "15.00 kJ")]
    public void Energies_have_a_fitting_unit(double joules, string text) => Assert.Equal(text, Amounts.Energy(joules));

    [Fact]
    public void Csv_has_a_row_per_layer_and_as_many_fields_as_headers()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        LayerCsv.Write(SampleResult.Full(), text);
        var lines = text.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(
            "layer,op,cycles,macs,bytes,bound,schedule,energy(uJ),Thread Id,Correlation Id,Kernel Name,Operator,Start Time,Duration(us),External Id,Device Id,Stream Id,Context Id,Kernel Type,Dims,"
            + "Tasktopo,Tasktopo Node,lt_utils(%),ct_utils(%),dram_read_utils(%),dram_write_utils(%),bandwidth_read_utils(%),bandwidth_write_utils(%),memcore_io_read_utils(%),"
            + "memcore_io_write_utils(%),mv_utils(%),alu_utils(%),total_approximate_bandwidth_bytes,total_approximate_ipu_cycles,total_approximate_memcore_cycles,"
            + "tp_core__lt_cycles,tp_core__csimd_post_cycles,tp_core__alu_cycles,tp_core__mv_inst_cycles,tp_core__dram_read_cycles,tp_core__dram_write_cycles,"
            + "tp_memcore__dram_read_cycles,tp_memcore__dram_write_cycles", lines[0]);
        Assert.Contains("\"fc \"\"quoted\"\", <b>\"", lines[2], StringComparison.Ordinal);
        var row = lines[1].Split(',');
        Assert.Equal(lines[0].Split(',').Length, row.Length);

        // 100 busy cycles of 500000 x 4 cores.
        Assert.Equal("0.005", row[Array.IndexOf(lines[0].Split(','), "lt_utils(%)")]);
    }

    [Fact]
    public void The_trace_is_in_the_trace_event_format()
    {
        var spans = new SpanRecorder();
        spans.Span(spans.Tracks["core 0 io"], spans.Labels["memcpy \"x\""], 1_000_000_000, 1_000_000_001);
        spans.Span(spans.Tracks["core 1 io"], spans.Labels["conv"], 2_000_000_000, 5_000_000_000);
        using var stream = new MemoryStream();
        TraceWriter.Write(SampleResult.Full(), spans, 1_000_000_000, stream);
        var root = JsonDocument.Parse(stream.ToArray()).RootElement;
        var threads = new HashSet<(int, int)>();
        var (complete, counters) = (0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var item in root.GetProperty("traceEvents").EnumerateArray())
        {
            var phase = item.GetProperty("ph").GetString();
            Assert.True(phase is "M" or "X" or "C");
            if (phase == "C")
            {
                counters.Add(item.GetProperty("name").GetString()!);
                continue;
            }

            Assert.True(item.GetProperty("pid").GetInt32() > 0);
            var at = (item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32());
            if (phase == "M")
            {
                Assert.True(item.GetProperty("name").GetString() is "process_name" or "thread_name");
                Assert.NotEmpty(item.GetProperty("args").GetProperty("name").GetString()!);
                threads.Add(at);
                continue;
            }

            complete++;
            Assert.True(item.GetProperty("ts").GetDecimal() >= 0 && item.GetProperty("dur").GetDecimal() >= 0);
            Assert.True(at.Item1 == 1 || threads.Contains(at), "a span on a row without a name");
        }

        Assert.Equal(4, complete);
        Assert.Equal(["DRAM bandwidth", "core io"], counters);
        Assert.Contains("\"ts\":1,\"dur\":3", System.Text.Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        Assert.Contains("\"dur\":0.000000001", System.Text.Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_sums_up_errors_and_gates()
    {
        ValidationRow[] rows = [Row("a", 100, 110, 0.2), Row("b", 100, 70, 0.2), Row("c <i>", 100, null, null)];
        Assert.Equal([true, false, true], rows.Select(r => r.Passed));
        var summary = ValidationSummary.Of(rows);
        Assert.Equal((2, 0.2, 0.2, 0.3), (summary.Count, Math.Round(summary.Mean, 9), Math.Round(summary.Median, 9), Math.Round(summary.Max, 9)));
        Assert.False(Row("d", 1, null, 0.1).Passed);
        Assert.Contains("FAIL", Text(console => ValidationReport.Write(rows, console)), StringComparison.Ordinal);
        var page = ScatterHtml.Page("t", rows);
        Assert.Equal(2, page.Split("<circle").Length - 1);
        Assert.Equal(1, page.Split("<svg").Length - 1);
        var mixed = ScatterHtml.Page("t", [.. rows, new ValidationRow("e", "X4", "GB/s", 300, 310, null, "report", "source", "")]);
        Assert.Equal(2, mixed.Split("<svg").Length - 1);
        Assert.Equal(3, mixed.Split("<circle").Length - 1);
        Assert.Contains("measured, GB/s", mixed, StringComparison.Ordinal);
        Assert.Contains("c &lt;i&gt;", page, StringComparison.Ordinal);
        using var csv = new StringWriter(CultureInfo.InvariantCulture);
        ValidationReport.WriteCsv(rows, csv);
        Assert.Equal(4, csv.ToString().TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Long_names_of_experiments_are_wrapped_and_never_cut()
    {
        ValidationRow[] rows = [
            new("ResNet-50 inference, batch 32, int8 weights (mlu-ops issue #27), second run of three", "MLU370-X4", "items/s", 4702, 1644, 0.2, "gate", "source", ""),
            Row(new string('x', 95), 1, 1, null)];
        var lines = Text(console => ValidationReport.Write(rows, console)).Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.StartsWith("ResNet-50 inference, batch 32, int8      MLU370-X4 4702 items/s 1644 items/s  -65.0 %  FAIL", lines[1], StringComparison.Ordinal);
        Assert.Equal(["  weights (mlu-ops issue #27), second run", "  of three"], lines[2..4]);
        Assert.Equal(95, lines[4..7].Sum(line => line.Split(' ').Max(word => word.Count(letter => letter == 'x'))));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    private static ValidationRow Row(string name, double measured, double? simulated, double? gate) =>
        new(name, "X4", "us", measured, simulated, gate, gate is null ? "report" : "gate", "source", "");

    private static string Text(Action<IAnsiConsole> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 100;
        write(console);
        return text.ToString();
    }
}
