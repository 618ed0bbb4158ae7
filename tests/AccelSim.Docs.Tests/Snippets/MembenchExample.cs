using AccelSim.Machine;
using AccelSim.Memory;

namespace AccelSim.Docs.Tests.Snippets;

#pragma warning disable xUnit1051 // The example shows the call as an application makes it.

/// <summary>The example of docs/api.md that measures a memory, as it stands there.</summary>
public sealed class MembenchExample
{
    [Fact]
    public void Ten_lines_measure_a_memory()
    {
        Directory.SetCurrentDirectory(Repository.Root);
        var output = new StringWriter();
        var memory = MemoryFile.Load("configs/memories/hbm2-stack.yaml", "dram.device.timings.tRFC=312 nCK");
        var bench = new DramBench(DramBinding.Bind(memory.Dram));
        output.WriteLine($"sequential reads: {bench.SequentialRead().BytesPerSecond / 1e9:f0} GB/s");
        foreach (var point in bench.Points(["stride", "latency"]))
        {
            var measured = point.Run(CancellationToken.None);
            output.WriteLine($"{point.Pattern} {point.Label}: {measured.PeakFraction:p1} of peak, {measured.MedianLatency:f0} ns, {measured.Bus.RowMiss:p1} on rows");
        }

        Assert.Equal(1 + 12 + 3, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
