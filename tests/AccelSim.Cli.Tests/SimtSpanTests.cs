using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary>The timeline of a chip of the simt family, as Perfetto reads it: kernels, blocks on SMs, slices of the L2, device memory.</summary>
public sealed class SimtSpanTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Rows_show_kernels_blocks_slices_and_device_memory()
    {
        var (spans, result) = Run("programs/simt/vecadd.asm");
        var kernel = spans.Where(span => span.Row == "kernels").ToList();
        Assert.Equal(["launch", "vecadd", "drain"], kernel.Select(span => span.Name));
        Assert.Equal(kernel[0].End, kernel[1].Start);
        Assert.Equal(kernel[1].End, kernel[2].Start);

        var blocks = spans.Where(span => span.Row.StartsWith("SM ", StringComparison.Ordinal)).ToList();
        Assert.All(blocks, block => Assert.Matches("^SM [0-9]+ block [0-9]+$", block.Row));
        Assert.All(blocks, block => Assert.Equal("vecadd", block.Name));
        Assert.Equal(result.GetProperty("layers")[0].GetProperty("tasks").GetInt64(), blocks.Count);
        Assert.All(blocks, block => Assert.True(block.Start >= kernel[1].Start && block.End <= kernel[1].End));
        Assert.Equal(kernel[1].End, blocks.Max(block => block.End));

        foreach (var row in (string[])["L2 slice 0", "device memory reads"])
        {
            Assert.Contains(spans, span => span.Row == row && span.Name == "busy" && span.End > span.Start);
        }

        Assert.DoesNotContain(spans, span => span.Row.StartsWith("L2", StringComparison.Ordinal) && span.End > kernel[2].End);
    }

    [Fact]
    public void Rows_are_in_order_and_nothing_overlaps()
    {
        var (spans, _) = Run("programs/simt/reduce-sum.asm");
        foreach (var row in spans.GroupBy(span => span.Row))
        {
            Assert.All(row.Zip(row.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{row.Key}: {pair}"));
        }

        Assert.True(spans.Select(span => span.Row).Distinct().Count() > 20);
    }

    private (List<(string Row, string Name, decimal Start, decimal End)> Spans, JsonElement Result) Run(string program)
    {
        var path = _work.Path("trace.json");
        var run = Accelsim.Run("run", program, "--chip", "v100-sxm2", "--quiet", "--json", "--trace", path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var events = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var rows = events.Where(item => item.GetProperty("name").GetString() == "thread_name" && item.GetProperty("pid").GetInt32() == 2)
            .ToDictionary(item => item.GetProperty("tid").GetInt32(), item => item.GetProperty("args").GetProperty("name").GetString()!);
        var spans = events.Where(item => item.GetProperty("ph").GetString() == "X" && item.GetProperty("pid").GetInt32() == 2)
            .Select(item => (rows[item.GetProperty("tid").GetInt32()], item.GetProperty("name").GetString()!, item.GetProperty("ts").GetDecimal(), item.GetProperty("ts").GetDecimal() + item.GetProperty("dur").GetDecimal()))
            .ToList();
        return (spans, JsonDocument.Parse(run.Output).RootElement);
    }
}
