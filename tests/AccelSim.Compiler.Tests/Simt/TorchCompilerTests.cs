using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Compiler.Simt.Torch;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Operators as PyTorch runs them, a kernel for every operation: what is launched, and what comes out, against the formulas in double.</summary>
public class TorchCompilerTests
{
    private static readonly SimtChip Chip = SimtKernelRun.Chip("a100-sxm4-80", "sms=4", "smsPerCluster=4");
    private static readonly SimtTarget Target = new(Chip, ElementType.Float16);
    private static readonly TorchCompiler Compiler = new(Chip, ElementType.Float16);

    [Fact]
    public void Kernels_and_their_blocks_are_those_of_PyTorch()
    {
        Assert.Equal(
            ["to_float(unrolled,168 blocks)", "pow(vectorized,168 blocks)", "mean(32x16 threads,16 rows a block)", "add_eps(vectorized,1 blocks)", "rsqrt(vectorized,1 blocks)",
             "mul(strided,336 blocks)", "to_half(vectorized,168 blocks)", "mul_weight(strided,168 blocks)"],
            Compiler.RmsNorm(21, 4096)!.Launches.Select(launch => launch.Schedule));

        // rows of 8192 leave a thread 256 elements: warps share them; one row is read in accesses of four
        Assert.Equal("mean(32x16 threads,1 rows a block)", Compiler.RmsNorm(21, 8192)!.Launches[2].Schedule);
        Assert.Equal("mean(256x2 threads,1 rows a block)", Compiler.RmsNorm(2, 16384)!.Launches[2].Schedule);
        Assert.Equal("mean(512x1 threads,1 rows a block)", Compiler.RmsNorm(1, 4096)!.Launches[2].Schedule);
        Assert.Equal("mul_weight(vectorized,8 blocks)", Compiler.RmsNorm(1, 4096)!.Launches[^1].Schedule);
        Assert.Null(Compiler.RmsNorm(4, 1 << 20));
        Assert.Equal(10, Compiler.Rope(3, 32, 8, 128).Launches.Length);
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(1, 100)]
    [InlineData(2, 4100)]
    [InlineData(3, 160)]
    [InlineData(21, 1000)]
    [InlineData(17, 8192)]
    public void Rows_are_normalised(int rows, int columns)
    {
        float[] x = RowTargets.Values(rows * columns, 1, Target), weight = RowTargets.Values(columns, 2, Target, centre: 1, spread: 0.5);
        var y = Run(Compiler.RmsNorm(rows, columns)!, "y", rows * columns, ("x", x), ("weight", weight));
        var expected = x.Chunk(columns).SelectMany(row =>
        {
            var root = Math.Sqrt(row.Average(value => (double)value * value) + 1e-5);
            return row.Select((value, i) => (double)(float)(Half)(value / root) * weight[i]);
        });

        // what is rounded to fp16 in between may be one step off
        RowTargets.Close([.. expected], y, Target, tolerance: 2e-3);
    }

    [Theory]
    [InlineData(1, 4, 1, 64)]
    [InlineData(5, 6, 2, 20)]
    [InlineData(30, 32, 8, 128)]
    public void Heads_are_rotated(int tokens, int heads, int kvHeads, int size)
    {
        float[] cos = RowTargets.Values(tokens * size, 1, Target), sin = RowTargets.Values(tokens * size, 2, Target);
        foreach (var (name, count) in ((string, int)[])[("q", heads), ("k", kvHeads)])
        {
            var x = RowTargets.Values(tokens * count * size, count, Target);
            var y = Run(Compiler.Rope(tokens, heads, kvHeads, size), name + "_embed", x.Length, (name, x), ("cos", cos), ("sin", sin));
            var expected = x.Select((value, number) =>
            {
                var (row, i) = Math.DivRem(number, size);
                var angle = (row / count * size) + i;
                var other = i < size / 2 ? -x[number + (size / 2)] : x[number - (size / 2)];
                return (double)((float)(Half)(value * cos[angle]) + (float)(Half)(other * sin[angle]));
            });
            RowTargets.Close([.. expected], y, Target);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(512)]
    [InlineData(5000)]
    public void Gates_are_multiplied(int elements)
    {
        float[] gate = RowTargets.Values(elements, 1, Target), up = RowTargets.Values(elements, 2, Target);
        var y = Run(Compiler.SiluProduct(elements), "y", elements, ("gate", gate), ("up", up));
        RowTargets.Close([.. gate.Zip(up, (g, u) => (double)(float)(Half)(g / (1 + Math.Exp(-g))) * u)], y, Target, tolerance: 1e-3);
    }

    [Fact]
    public void Rows_shorter_than_a_warp_have_no_mean() => Assert.Null(TorchMean.Write("mean", "x", "y", 3, 20, Target));

    /// <summary>Runs a program for values on buffers that are filled by the names of its kernels' parameters.</summary>
    private static float[] Run(OperatorProgram program, string result, int count, params (string Name, float[] Values)[] inputs)
    {
        var memory = new byte[program.Bytes];
        foreach (var (name, values) in inputs)
        {
            DeviceFloats.Convert(values, ElementType.Float16).CopyTo(memory.AsSpan(Address(program, name)));
        }

        foreach (var launch in program.Launches)
        {
            var state = new SimtLaunchState(new SimtProgram(launch.Kernel), launch.Grid, launch.Block, [.. launch.Arguments], Chip.Sm.WarpWidth, memory.Length, memory);
            new SimtFunctionalRunner().Launch(state, TestContext.Current.CancellationToken);
        }

        var at = Address(program, result);
        return [.. Enumerable.Range(0, count).Select(i => (float)BitConverter.ToHalf(memory, at + (2 * i)))];
    }

    private static int Address(OperatorProgram program, string parameter)
    {
        var launch = program.Launches.First(launch => launch.Kernel.Parameters.Contains(parameter));
        return (int)launch.Arguments[launch.Kernel.Parameters.IndexOf(parameter)];
    }
}
