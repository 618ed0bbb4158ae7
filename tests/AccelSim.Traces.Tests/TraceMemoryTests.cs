using System.Text;
using AccelSim.Traces.Kernels;

namespace AccelSim.Traces.Tests;

/// <summary>A trace of any length takes the memory of its largest block.</summary>
public sealed class TraceMemoryTests
{
    [Fact]
    public void Nothing_is_allocated_for_an_instruction()
    {
        var text = Encoding.UTF8.GetBytes(TraceWriter.Write(SampleTraces.HmmaTiles(200, 128, 10)));
        using var reader = TraceReading.Open(text);
        var block = new TraceBlock();
        Assert.True(reader.ReadBlock(block));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var instructions = 0L;
        while (reader.ReadBlock(block))
        {
            instructions += block.Count;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(199 * 4 * (3 + (9 * 10)), instructions);
        Assert.True(allocated < 1000 * reader.Blocks, $"{allocated} bytes for {reader.Blocks} blocks");
    }

    [Fact]
    public void A_block_that_never_ends_is_refused_before_memory_is_full()
    {
        // what is announced is not allocated: only lines that are there are
        var problem = Assert.Throws<TraceException>(() => TraceReading.Read(TraceWriter.Header(new TraceModel(1, 32, [])) + "#BEGIN_TB\nthread block = 0,0,0\nwarp = 0\ninsts = 33554432\n"));
        Assert.Contains("ends inside a thread block", problem.Message, StringComparison.Ordinal);
    }
}
