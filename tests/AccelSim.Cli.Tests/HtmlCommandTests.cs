using System.Text.Json;
using AccelSim.Reports;

namespace AccelSim.Cli.Tests;

/// <summary><c>--html</c> from the command line to the file.</summary>
public sealed class HtmlCommandTests : IDisposable
{
    private readonly Workplace _work = new();

    public HtmlCommandTests()
    {
        if (ReportAssets.Problem is { } problem)
        {
            Assert.Skip(problem);
        }
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("programs/mlu/softmax-row.asm", "mlu370-x4", "cluster SRAM")]
    [InlineData("programs/simt/vecadd.asm", "v100-sxm2", "L2,L1")]
    public void The_page_of_a_run_holds_the_result_that_json_prints(string program, string chip, string memories)
    {
        var run = Accelsim.Run("run", program, "--chip", chip, "--quiet", "--json", "--html", _work.Path("run.html"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var data = Data(_work.Path("run.html"));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(run.Output).RootElement, data.GetProperty("result")));
        Assert.True(data.GetProperty("timeline").GetProperty("recorded").GetInt32() > 10);
        Assert.Equal("DRAM," + memories, string.Join(',', data.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("name").GetString())));
        Assert.All(data.GetProperty("memories").EnumerateArray(), memory => Assert.True(memory.GetProperty("bytesPerSecond").GetInt64() >= data.GetProperty("memories")[0].GetProperty("bytesPerSecond").GetInt64()));
        Assert.Equal([_work.Path("run.html")], Directory.GetFiles(_work.Folder));
    }

    [Fact]
    public void A_run_file_names_the_page_too()
    {
        var file = _work.Write("run.yaml", $"model: {Repository.File("programs", "mlu", "softmax-row.asm")}\nchip: {Repository.File("configs", "chips", "mlu370-x4.yaml")}\nhost: {Repository.File("configs", "hosts", "ideal.yaml")}\noutputs: {{ html: {_work.Path("run.html")} }}\n");
        Assert.Equal(0, InProcess.Run("run", file, "--quiet").ExitCode);
        Assert.Equal("MLU370-X4", Data(_work.Path("run.html")).GetProperty("result").GetProperty("chip").GetString());
    }

    [Fact]
    public void Study_and_query_write_the_points_of_the_store()
    {
        var (file, store) = (_work.Write("s.yaml", $"name: two clocks\nquestion: Which?\nmodels: [{Repository.File("programs", "mlu", "softmax-row.asm")}]\nchips: [{Repository.File("configs", "chips", "mlu370-x4.yaml")}]\nhosts: [{Repository.File("configs", "hosts", "ideal.yaml")}]\naxes: [{{ path: clock, values: [1000 MHz, 800 MHz] }}]\nrequire: [\"averageWatts < 0.001\"]\nmetrics: [cycles]\n"), _work.Path("s.study.jsonl"));
        var run = InProcess.Run("study", file, "--store", store, "--quiet", "--html", _work.Path("study.html"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var data = Data(_work.Path("study.html"));
        Assert.Equal(("two clocks", "Which?"), (data.GetProperty("name").GetString(), data.GetProperty("question").GetString()));
        var clocks = data.GetProperty("dimensions").EnumerateArray().Single(dimension => dimension.GetProperty("name").GetString() == "clock");
        Assert.Equal(["800 MHz", "1000 MHz"], clocks.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.All(data.GetProperty("rows").EnumerateArray(), row => Assert.Equal("breaks averageWatts < 0.001", row.GetProperty("note").GetString()));

        var query = InProcess.Run("study", "query", store, "--where", "clock == 800", "--html", _work.Path("query.html"), "--json-lines", _work.Path("query.jsonl"));
        Assert.Equal((0, ""), (query.ExitCode, query.Error));
        var found = Data(_work.Path("query.html"));
        var row = Assert.Single(found.GetProperty("rows").EnumerateArray());
        var line = JsonDocument.Parse(File.ReadAllText(_work.Path("query.jsonl"))).RootElement.GetProperty("metrics");
        foreach (var (metric, value) in found.GetProperty("metrics").EnumerateArray().Zip(row.GetProperty("values").EnumerateArray()))
        {
            Assert.Equal(line.GetProperty(metric.GetProperty("name").GetString()!).GetDouble(), value.GetDouble());
        }

        Assert.Equal(2, InProcess.Run("study", file, "--store", store, "--html", "/nowhere/x.html").ExitCode);
    }

    private static JsonElement Data(string path)
    {
        const string begin = "id=\"accelsim-data\">";
        var html = File.ReadAllText(path);
        var start = html.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return JsonDocument.Parse(html[start..html.IndexOf("</script", start, StringComparison.Ordinal)]).RootElement;
    }
}
