using AccelSim.Chips.Simt;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Operators as frameworks divide them: what is launched, and that it runs for time.</summary>
public class FrameworkCompilerTests
{
    private static readonly SimtChip Chip = SimtKernelRun.Chip("a100-sxm4-80", "sms=4", "smsPerCluster=4");

    private static FrameworkCompiler Compiler => new(Chip, ElementType.Float16);

    [Fact]
    public void Blocks_and_kernels_are_those_of_the_framework()
    {
        Assert.Equal(["tokens(silu_and_mul,threads=1024)"], Schedules(Compiler.SiluProduct(7, 2048)));
        Assert.Equal(["rows(vector=1,threads=1024,rows=1,chunks=1,passes)"], Schedules(Compiler.RmsNorm(7, 4096)));
        Assert.Equal(["rows(vector=1,threads=128,rows=1,chunks=1,passes)"], Schedules(Compiler.RmsNorm(7, 100)));
        Assert.Equal(["rows(vector=4,threads=128,rows=1,chunks=1,passes)"], Schedules(Compiler.LayerNorm(7, 2560)!));
        Assert.Null(Compiler.LayerNorm(7, 2562));
        Assert.Equal(["tokens(rope,vector=1,threads=512)"], Schedules(Compiler.Rope(7, 32, 8, 128)));
        Assert.Equal(["index_select(32 blocks of 128 threads)"], Schedules(Compiler.Embedding(7, 4096, 32000)));
        Assert.Equal(2, Compiler.Sum(10_000).Launches.Length);
    }

    [Fact]
    public void A_cache_is_written_before_attention_reads_it()
    {
        Assert.StartsWith("tokens(cache,vector=8,threads=512); attention(", Compiler.CachedAttention(2, 8, 8, 70, 70, 64, causal: true, AttentionFrame.None)!.Schedule, StringComparison.Ordinal);
        Assert.StartsWith("tokens(rope+cache,vector=8,threads=32); attention(", Compiler.CachedAttention(2, 8, 2, 1, 70, 64, causal: false, AttentionFrame.Rotates)!.Schedule, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_launches_before_its_attention_stands_in_front_of_it()
    {
        Assert.StartsWith(
            "offsets(2 sequences); tokens(rope+cache,vector=8,threads=32); attention(",
            Compiler.CachedAttention(2, 8, 2, 70, 70, 64, causal: true, AttentionFrame.Rotates | AttentionFrame.Offsets)!.Schedule, StringComparison.Ordinal);
        Assert.StartsWith(
            "tokens(cache,vector=8,threads=512); plan(2 sequences); attention(", Compiler.CachedAttention(2, 8, 8, 70, 70, 64, causal: true, AttentionFrame.Plans)!.Schedule, StringComparison.Ordinal);
        Assert.StartsWith("offsets(3 sequences); tokens(preprocess,threads=36); attention(", Compiler.EncoderAttention(3, 4, 20, 72)!.Schedule, StringComparison.Ordinal);

        // more sequences than a block plans have no plan
        Assert.Equal(2, Compiler.CachedAttention(1000, 1, 1, 1, 8, 64, causal: false, AttentionFrame.Plans)!.Launches.Length);
    }

    /// <summary>Tiles of TensorRT-LLM, whatever would be faster; its depths are 64 bytes, 32 pairs, or 128.</summary>
    [Theory]
    [InlineData(1, 256, 256)]
    [InlineData(768, 8192, 1536)]
    public void Products_of_int8_take_tiles_of_the_library(int m, int n, int k)
    {
        var schedule = Assert.Single(Schedules(Compiler.SmoothQuantProduct(m, n, k)!));
        string[] tiles = ["32x128x32,warp=32x32", "64x128x32,warp=64x32", "128x128x32,warp=64x32", "64x64x64,warp=32x32", "128x256x32,warp=64x64", "256x128x32,warp=64x64"];
        Assert.Contains(tiles, tile => schedule.StartsWith($"gemm(tile={tile},stages=", StringComparison.Ordinal));
        Assert.Contains(",split=1,", schedule, StringComparison.Ordinal);
    }

    [Fact]
    public void Indices_are_those_of_the_operator()
    {
        // a slot is a row of the cache, a position a row of the table: each says it in 8 bytes, at the beginning of its page of 4096
        var program = Compiler.CachedAttention(3, 2, 1, 2, 5, 64, causal: true, AttentionFrame.Rotates)!;
        Assert.Equal([3, 4, 8, 9, 13, 14], Longs(program, 0, 6));
        Assert.Equal([3, 4, 3, 4, 3, 4], Longs(program, 4096, 6));
        var indices = Longs(Compiler.Embedding(1000, 8, 77), 0, 1000);
        Assert.All(indices, index => Assert.InRange(index, 0, 76));
        Assert.InRange(indices.Distinct().Count(), 70, 77);
        Assert.True(Compiler.RmsNorm(7, 100).Integers.IsEmpty);
    }

    /// <summary>A token a block reads what it writes beside each other twice as often where it takes elements one by one.</summary>
    [Fact]
    public void Kernels_of_a_framework_take_longer_than_those_that_read_once_and_wide()
    {
        var operators = new OperatorCompiler(Chip, ElementType.Float16);
        Assert.InRange(Cycles(Compiler.RmsNorm(64, 4096)), 1.3 * Cycles(operators.RmsNorm(64, 4096)), 20 * Cycles(operators.RmsNorm(64, 4096)));
        Assert.InRange(Cycles(Compiler.Embedding(64, 4096, 1000)), 1.3 * Cycles(operators.Embedding(64, 4096, 1000)), 20 * Cycles(operators.Embedding(64, 4096, 1000)));
        Assert.InRange(Cycles(Compiler.Rope(64, 16, 4, 128)), 1.1 * Cycles(operators.Rope(64, 16, 4, 128)), 20 * Cycles(operators.Rope(64, 16, 4, 128)));
        Assert.InRange(Cycles(Compiler.CachedAttention(1, 4, 4, 64, 64, 64, causal: true, AttentionFrame.None)!), 1.1 * Cycles(operators.Attention(1, 4, 4, 64, 64, 64, causal: true)!), long.MaxValue);
    }

    private static string[] Schedules(OperatorProgram program) => [.. program.Launches.Select(launch => launch.Schedule)];

    private static long[] Longs(OperatorProgram program, int at, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BitConverter.ToInt64(program.Integers.Span[(at + (8 * i))..]))];

    private static long Cycles(OperatorProgram program)
    {
        var device = new SimtDevice(Chip, program.Bytes, program.Integers.IsEmpty ? null : program.Integers.ToArray());
        foreach (var launch in program.Launches)
        {
            device.Submit(new SimtLaunchRequest
            {
                Program = new SimtProgram(launch.Kernel),
                Grid = launch.Grid,
                Block = launch.Block,
                Arguments = launch.Arguments.AsMemory(),
                ControlOnly = !program.Integers.IsEmpty,
            }, device.Simulation.Now);
            device.Run(TestContext.Current.CancellationToken);
        }

        return device.Clock.CyclesCeiling(device.Runs.Sum(run => run.LastBlock - run.FirstBlock));
    }
}
