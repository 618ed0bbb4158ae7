using System.Globalization;
using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary><c>accelsim membench</c>, as a person runs it.</summary>
public sealed class MembenchTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_memory_prints_a_table_of_a_hundred_columns_csv_and_a_page_of_plots()
    {
        var (csv, html) = (_work.Path("m.csv"), _work.Path("m.html"));
        var run = Accelsim.Run("membench", "--memory", "hbm2-stack", "--bytes", "64K", "--csv", csv, "--html", html);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        Assert.Contains("307.2 GB/s peak", lines[0], StringComparison.Ordinal);
        var table = File.ReadAllLines(csv);
        Assert.Equal(lines.Length - 5, table.Length - 1);
        Assert.All(table, row => Assert.Equal(15, row.Split(',').Length));
        var page = File.ReadAllText(html);
        Assert.Contains("Bandwidth: reads of a least request at a stride", page, StringComparison.Ordinal);
        Assert.Contains("Latency under load: random reads", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chip_prints_json_and_the_same_twice()
    {
        string[] args = ["membench", "--chip", "mlu370-x4", "--pattern", "read,latency,row-conflict", "--bytes", "1M", "--json"];
        var (first, second) = (Accelsim.Run(args), Accelsim.Run(args));
        Assert.Equal(first.Output, second.Output);
        var root = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal("MLU370-X4", root.GetProperty("name").GetString());
        Assert.Equal(307.2, root.GetProperty("peakGigabytesPerSecond").GetDouble(), 6);
        var points = root.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(["read ", "row-conflict ", "latency hit", "latency closed", "latency conflict"],
            points.Select(point => $"{point.GetProperty("pattern").GetString()} {point.GetProperty("point").GetString()}"));
        foreach (var key in (string[])["gigabytesPerSecond", "peakFraction", "rowHitRate", "meanLatency", "medianLatency", "tailLatency", "data", "bankGroup", "rowMiss", "refresh", "turnaround", "idle"])
        {
            Assert.All(points, point => Assert.InRange(point.GetProperty(key).GetDouble(), 0, 1e5));
        }
    }

    [Fact]
    public void Overrides_change_what_is_measured()
    {
        string[] args = ["membench", "--memory", "hbm2-stack", "--pattern", "read", "--json", "--set", "dram.channels=8", "--set", "dram.capacity=4 GiB"];
        var root = JsonDocument.Parse(Accelsim.Run(args).Output).RootElement;
        Assert.Equal(153.6, root.GetProperty("peakGigabytesPerSecond").GetDouble(), 6);
        Assert.InRange(root.GetProperty("points")[0].GetProperty("gigabytesPerSecond").GetDouble(), 120, 153.6);
    }

    [Fact]
    public void More_requests_on_their_way_move_more_bytes()
    {
        double Rate(string outstanding) => double.Parse(
            JsonDocument.Parse(Accelsim.Run("membench", "--memory", "hbm2-stack", "--pattern", "read", "--request", "1K", "--outstanding", outstanding, "--json").Output)
                .RootElement.GetProperty("points")[0].GetProperty("gigabytesPerSecond").GetRawText(), CultureInfo.InvariantCulture);
        Assert.True(Rate("1") < 0.8 * Rate("8"));
    }

    [Theory]
    [InlineData(new[] { "--chip", "mlu999" }, "known: a100-sxm4-40")]
    [InlineData(new[] { "--memory", "hbm9" }, "configs/memories/hbm9.yaml; known: a100-80, a64fx, ddr4-server, h100-pcie, hbm2-stack, v100")]
    [InlineData(new[] { "--memory", "nowhere/x.yaml" }, "x.yaml")]
    [InlineData(new string[0], "name one of --chip")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--chip", "mlu370-x4" }, "name one of --chip")]
    [InlineData(new[] { "--network", "mesh8x8", "--chip", "mlu370-x4" }, "name one of --chip")]
    [InlineData(new[] { "--network", "mesh9x9" }, "configs/networks/mesh9x9.yaml; known: crossbar32")]
    [InlineData(new[] { "--network", "mesh8x8", "--pattern", "read" }, "'read' is not a pattern; known: uniform, neighbor")]
    [InlineData(new[] { "--network", "crossbar32", "--pattern", "transpose" }, "'transpose' is not a pattern; known: uniform, neighbor, tornado, complement, hotspot")]
    [InlineData(new[] { "--network", "mesh8x8", "--packet", "0" }, "--packet 0")]
    [InlineData(new[] { "--network", "mesh8x8", "--packet", "999" }, "packets of 999 flits: must be 1 to 256")]
    [InlineData(new[] { "--network", "mesh8x8", "--bytes", "1M", "--request", "1K" }, "--bytes, --request: only for a memory")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--flits" }, "--flits: only for a network")]
    [InlineData(new[] { "--network", "mesh8x8", "--set", "router.virtualChannels=0" }, "router.virtualChannels")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--pattern", "reed,stripe" }, "'reed' (did you mean 'read'?), 'stripe'")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--pattern", "" }, "known: read, write")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--bytes", "0" }, "0 bytes for each point: must be at least 1")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--bytes", "-4K" }, "'-4K' is no size")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--request", "100" }, "requests of 100 bytes: must be a multiple of the 32 bytes")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--request", "0" }, "requests of 0 bytes")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--request", "1T" }, "'1T' is no size")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--outstanding", "0" }, "--outstanding 0")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--outstanding", "5000" }, "5000 requests outstanding")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--set", "dram.chanels=8" }, "did you mean 'channels'?")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--set", "dram.capacity=256 KiB" }, "too small to be measured")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--csv", "/nowhere/x.csv" }, "does not exist")]
    [InlineData(new[] { "--memory", "hbm2-stack", "--html", "/nowhere/x.html" }, "does not exist")]
    public void It_is_refused_with_its_reason(string[] args, string reason)
    {
        var run = InProcess.Run(["membench", .. args]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_prints_a_table_json_csv_and_plots()
    {
        var (csv, html) = (_work.Path("n.csv"), _work.Path("n.html"));
        var run = Accelsim.Run("membench", "--network", "ring8", "--pattern", "uniform,tornado", "--csv", csv, "--html", html);
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.All(run.Output.TrimEnd().Split('\n'), line => Assert.InRange(line.Length, 1, 100));
        Assert.Equal(1 + (2 * 12), File.ReadAllLines(csv).Length);
        Assert.Contains("Mean latency over load", File.ReadAllText(html), StringComparison.Ordinal);
        var points = JsonDocument.Parse(Accelsim.Run("membench", "--network", "ring8", "--pattern", "neighbor", "--packet", "1", "--flits", "--json").Output).RootElement;
        Assert.Equal("flit", points.GetProperty("mode").GetString());
        Assert.Equal(12, points.GetProperty("points").GetArrayLength());
    }

    [Fact]
    public void A_chip_is_no_memory()
    {
        var run = InProcess.Run("membench", "--memory", Repository.File("configs", "chips", "toy-mlu.yaml"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("clusters: is an unknown key", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_yaml_is_refused_with_its_line()
    {
        var file = _work.Write("bad.yaml", "name: x\ndram: { device: [\n");
        var run = InProcess.Run("membench", "--memory", file);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(file + ":", run.Error, StringComparison.Ordinal);
    }
}
