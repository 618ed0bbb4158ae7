using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>The kernels in programs/simt against plain loops.</summary>
public sealed class ShippedProgramTests
{
    [Fact]
    public void Every_program_assembles_and_begins_by_saying_what_it_is()
    {
        var files = Directory.EnumerateFiles(Repository.File("programs", "simt"), "*.asm").ToArray();
        Assert.Superset(
            new HashSet<string>(["gemm-mma.asm", "gemm-wgmma.asm", "reduce-sum.asm", "saxpy-f16x2.asm", "softmax-row.asm", "transpose.asm", "vecadd.asm"]),
            files.Select(file => Path.GetFileName(file)).ToHashSet());
        Assert.All(files, file => Assert.StartsWith("; ", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.All(files, file => Assert.NotEmpty(SimtAssembler.Assemble(File.ReadAllText(file), file).Launches));
    }

    [Fact]
    public void Vecadd_adds()
    {
        var program = new ShippedProgram("vecadd");
        program.Run();
        var (x, y, z) = (program.Buffer<float>("x").ToArray(), program.Buffer<float>("y").ToArray(), program.Buffer<float>("z").ToArray());
        Assert.Equal(x.Zip(y, (a, b) => a + b), z);
    }

    [Fact]
    public void Saxpy_multiplies_and_adds_rounding_once()
    {
        var program = new ShippedProgram("saxpy-f16x2");
        var (x, y) = (program.Buffer<Half>("x").ToArray(), program.Buffer<Half>("y").ToArray());
        program.Run();

        // A product of two halves plus a half of similar size is exact in double.
        Assert.Equal(x.Zip(y, (a, b) => (Half)((1.5 * (double)a) + (double)b)), program.Buffer<Half>("y").ToArray());
    }

    [Fact]
    public void Softmax_gives_shares_that_sum_to_one()
    {
        const int Rows = 64, Columns = 1024;
        var program = new ShippedProgram("softmax-row");
        program.Run();
        for (var row = 0; row < Rows; row++)
        {
            var x = program.Buffer<float>("x").Slice(row * Columns, Columns).ToArray();
            var y = program.Buffer<float>("y").Slice(row * Columns, Columns).ToArray();
            var most = x.Max();
            var sum = x.Sum(value => Math.Exp(value - most));
            for (var i = 0; i < Columns; i++)
            {
                var expected = Math.Exp(x[i] - most) / sum;
                Assert.InRange(y[i], expected * (1 - 1e-5), expected * (1 + 1e-5));
            }
        }
    }

    [Fact]
    public void Transpose_swaps_rows_and_columns()
    {
        const int Rows = 128, Columns = 192;
        var program = new ShippedProgram("transpose");
        program.Run();
        var (a, b) = (program.Buffer<float>("a").ToArray(), program.Buffer<float>("b").ToArray());
        Assert.Equal(Enumerable.Range(0, Rows * Columns).Select(at => a[(at % Rows * Columns) + (at / Rows)]), b);
    }

    [Fact]
    public void Reduce_adds_all()
    {
        var program = new ShippedProgram("reduce-sum");
        program.Run();
        Assert.Equal(unchecked((int)program.Buffer<int>("x").ToArray().Sum(value => (long)value)), program.Buffer<int>("total")[0]);
    }

    [Fact]
    public void Gemm_multiplies_on_the_tensor_core()
    {
        const int M = 128, N = 192, K = 96;
        var program = new ShippedProgram("gemm-mma");
        program.Run();
        var (a, b, c) = (program.Buffer<Half>("a").ToArray(), program.Buffer<Half>("b").ToArray(), program.Buffer<float>("c").ToArray());
        IsProduct(M, N, K, (row, k) => (double)a[(row * K) + k], (k, column) => (double)b[(k * N) + column], c);
    }

    [Fact]
    public void Gemm_multiplies_on_warp_groups()
    {
        const int M = 256, N = 192, K = 320;
        var program = new ShippedProgram("gemm-wgmma");
        program.Run();
        var (a, b, c) = (program.Buffer<Half>("a").ToArray(), program.Buffer<Half>("b").ToArray(), program.Buffer<float>("c").ToArray());
        IsProduct(M, N, K, (row, k) => (double)a[(row * K) + k], (k, column) => (double)b[(column * K) + k], c);
    }

    private static void IsProduct(int m, int n, int depth, Func<int, int, double> a, Func<int, int, double> b, float[] c)
    {
        for (var row = 0; row < m; row++)
        {
            for (var column = 0; column < n; column++)
            {
                var (expected, scale) = (0.0, 0.0);
                for (var k = 0; k < depth; k++)
                {
                    var product = a(row, k) * b(k, column);
                    (expected, scale) = (expected + product, scale + Math.Abs(product));
                }

                Assert.InRange(c[(row * n) + column], expected - (1e-5 * scale), expected + (1e-5 * scale));
            }
        }
    }
}
