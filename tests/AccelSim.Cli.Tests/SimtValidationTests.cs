using System.Globalization;

namespace AccelSim.Cli.Tests;

/// <summary>Rows of <c>configs/validation/simt.csv</c> that are quick to repeat, and where the table's figures come from.</summary>
public sealed class SimtValidationTests : IDisposable
{
    private readonly Workplace _work = new();

    private static IEnumerable<string[]> Table => File.ReadLines(Repository.File("configs", "validation", "simt.csv")).Skip(1).Select(line => line.Split(','));

    public void Dispose() => _work.Dispose();

    /// <summary>Gated rows are within their gates; those that docs/validation.md accepts as missed still are.</summary>
    [Theory]
    [InlineData("stride:")]
    [InlineData("op-")]
    [InlineData("wgmma-")]
    [InlineData("mbarrier-")]
    public void Quick_rows_pass_and_miss_as_docs_say(string only)
    {
        var csv = _work.Path("rows.csv");
        var run = Accelsim.Run("validate", "simt", "--only", only, "--csv", csv);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var accepted = Table.Where(row => row[0].StartsWith(only, StringComparison.Ordinal)).Select(row => (row[1], row[7], row[5])).ToList();
        var rows = File.ReadLines(csv).Skip(1).Select(line => line.Split(',')).Select(row => (row[1], row[6], row[3])).ToList();
        Assert.Equal(
            accepted.Select(row => (row.Item1, row.Item2, double.Parse(row.Item3, CultureInfo.InvariantCulture))),
            rows.Select(row => (row.Item1, row.Item2, double.Parse(row.Item3, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void A_pointer_ring_in_the_l1_takes_the_cycles_of_the_measurement()
    {
        var run = Accelsim.Run("validate", "simt", "--only", "latency 13 KiB");
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Contains("30.0 cycles", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Measured_figures_are_those_of_the_logs()
    {
        var folder = SharedData.Require("reference", "simt");
        foreach (var row in Table.Where(row => row[8].StartsWith("gpu-benches ", StringComparison.Ordinal) || row[0] == "bulk-latency").Where(row => row[0] != "latency-knee"))
        {
            var words = File.ReadLines(Path.Combine([folder, .. row[8].Split(' ', '/')])).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.True(words.Any(line => line.Contains(row[3]) && line.Contains(row[5])), $"{row[8]} has no line with {row[3]} and {row[5]}");
        }
    }

    [Theory]
    [InlineData("bench,chip,overrides,point,unit,measured,gate,role,source,remark\nfoo,v100-sxm2,,1,cycles,1,0.1,gate,x,\n", "there is no benchmark 'foo'")]
    [InlineData("bench,chip,overrides,point,unit,measured,gate,role,source,remark\nlatency,v100-sxm2,,1,cycles,1,0.1,hope,x,\n", "there is no role 'hope'")]
    [InlineData("bench,chip,overrides,point,unit,measured,gate,role,source,remark\nlatency,mlu370-x4,,1,cycles,1,0.1,gate,x,\n", "not of the simt family")]
    [InlineData("bench\nlatency\n", "has no column")]
    public void Tables_that_are_none_are_refused(string text, string message)
    {
        var table = _work.Path("table.csv");
        File.WriteAllText(table, text);
        var run = Accelsim.Run("validate", "simt", "--measurements", table);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
