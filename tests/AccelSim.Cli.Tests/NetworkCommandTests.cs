using System.Text.Json;

namespace AccelSim.Cli.Tests;

public sealed class NetworkCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Shipped_memory_network_and_collective_rows_are_within_their_gates()
    {
        foreach (var family in (string[])["memory", "network", "collectives"])
        {
            var run = Accelsim.Run("validate", family);
            Assert.Equal(("", 0), (run.Error, run.ExitCode));
            Assert.Contains("gated rows", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reserved_packets_of_a_crossbar_miss_where_docs_say_so()
    {
        var csv = _work.Path("rows.csv");
        var run = Accelsim.Run("validate", "network", "--measurements", SharedData.Require("reference", "noc"), "--only", "xbar32_uniform_vc4_p5", "--csv", csv);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var cells = Assert.Single(File.ReadLines(csv).Select(line => line.Split(',')), cells => cells[6] == "deviation");
        Assert.True(Math.Abs(double.Parse(cells[5], System.Globalization.CultureInfo.InvariantCulture)) > 0.08, $"{cells[0]} is met now");
    }

    [Theory]
    [InlineData("r_lpddr5_6400_1ch map_fine copy")]
    [InlineData("r_gddr7_1ch map_fine copy")]
    [InlineData("r_hbm2_1ch map_fine seq alt 1/3")]
    [InlineData("d_hbm2_1ch_close rowconf")]
    public void Memory_misses_where_docs_say_so(string run)
    {
        var csv = _work.Path("rows.csv");
        var done = Accelsim.Run("validate", "memory", "--measurements", SharedData.Require("reference", "mem"), "--only", run, "--csv", csv);
        Assert.Equal(("", 0), (done.Error, done.ExitCode));
        Assert.Contains(File.ReadLines(csv).Select(line => line.Split(',')), cells => cells[6] == "deviation");
    }

    [Fact]
    public void Tables_of_memory_runs_that_are_none_are_refused_by_name()
    {
        var folder = Directory.CreateDirectory(_work.Path("mem")).FullName;
        File.WriteAllText(Path.Combine(folder, "sat_x.csv"), "config,map,pattern\nx,,seq\n");
        var run = Accelsim.Run("validate", "memory", "--measurements", folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("sat_x.csv", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Accelsim.Run("validate", "memory", "--measurements", _work.Path("nowhere")).ExitCode);
    }

    [Fact]
    public void Measured_collectives_miss_only_where_docs_say_so()
    {
        var csv = _work.Path("rows.csv");
        var run = Accelsim.Run("validate", "collectives", "--measurements", SharedData.Require("reference", "coll"), "--csv", csv);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var deviations = File.ReadLines(csv).Select(line => line.Split(',')).Where(cells => cells[6] == "deviation").ToList();
        Assert.Equal(["all-reduce 4 MiB InSwitch", "all-reduce 8 MiB InSwitch", "all-reduce 64 MiB InSwitch"], deviations.Select(cells => cells[0]));
        Assert.All(deviations, cells => Assert.True(Math.Abs(double.Parse(cells[5], System.Globalization.CultureInfo.InvariantCulture)) > 0.15, $"{cells[0]} is met now"));
    }

    [Fact]
    public void Collectives_print_a_table_json_csv_and_a_plot()
    {
        var (csv, html) = (_work.Path("c.csv"), _work.Path("c.html"));
        var table = Accelsim.Run("collectives", "--system", "hgx-h200", "--bytes", "1M:4M", "--csv", csv, "--html", html);
        Assert.Equal(("", 0), (table.Error, table.ExitCode));
        Assert.Equal(4, File.ReadAllLines(csv).Length);
        Assert.Contains("<polyline", File.ReadAllText(html), StringComparison.Ordinal);
        var json = Accelsim.Run("collectives", "--system", "sn10-8r", "--op", "all_to_all", "--bytes", "1K:1K", "--json");
        Assert.Equal("Direct", JsonDocument.Parse(json.Output).RootElement[0].GetProperty("algorithm").GetString());
    }

    [Theory]
    [InlineData("--op", "all_the_things")]
    [InlineData("--bytes", "4M:1M")]
    [InlineData("--algorithm", "in_switch")]
    [InlineData("--system", "nowhere")]
    public void Bad_requests_are_refused(string option, string value)
    {
        string[] rest = option == "--algorithm" ? ["--op", "all_to_all"] : [];
        string[] system = option == "--system" ? [] : ["--system", "hgx-a100"];
        Assert.Equal(2, Accelsim.Run(["collectives", .. system, option, value, .. rest]).ExitCode);
    }
}
