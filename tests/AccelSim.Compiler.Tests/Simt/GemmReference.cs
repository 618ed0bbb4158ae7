using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Operands of a matrix product with values, and the product in double precision, element by element.</summary>
internal sealed class GemmReference
{
    private readonly GemmProblem _problem;
    private readonly float[] _a;
    private readonly float[] _b;
    private readonly float[] _residual;
    private readonly float[] _bias;

    public GemmReference(GemmProblem problem, int seed)
    {
        _problem = problem;
        var random = new Random(seed);
        _a = Values(Size(problem.A, problem.A.Transposed ? problem.K : problem.M, problem.A.Transposed ? problem.M : problem.K));
        _b = Values(Size(problem.B, problem.B.Transposed ? problem.N : problem.K, problem.B.Transposed ? problem.K : problem.N));
        _residual = Values(ResultSize);
        _bias = Values(Math.Max(problem.M, problem.N));

        float[] Values(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => random.Next(-8, 9) / 8f)];
    }

    private int ResultSize => (int)Size(_problem.C, _problem.M, _problem.N);

    /// <summary>Buffers of the kernel; the result's holds a pattern that must survive where nothing is written.</summary>
    public SimtKernelRun Buffers(int workspaceBytes = 0)
    {
        var run = new SimtKernelRun().With("a", _a, _problem.Input).With("b", _b, _problem.Input)
            .With("c", [.. Enumerable.Repeat(Untouched, ResultSize)], _problem.Epilogue.Output)
            .With("bias", _bias, _problem.Epilogue.BiasType).With("residual", _residual, _problem.Epilogue.Output);
        return workspaceBytes == 0 ? run : run.With("workspace", new byte[workspaceBytes]);
    }

    /// <summary>Compares a result with the reference.</summary>
    public void Check(float[] result)
    {
        var expected = new double?[ResultSize];
        for (var outer = 0; outer < _problem.Outer; outer++)
        {
            for (var inner = 0; inner < _problem.Inner; inner++)
            {
                Matrix(expected, outer, inner);
            }
        }

        // sums are of exact products in fp32; what remains is the rounding of the result
        var rounding = _problem.Epilogue.Output switch { ElementType.Float16 => 1e-3, ElementType.BFloat16 => 8e-3, _ => 2e-6 };
        for (var i = 0; i < result.Length; i++)
        {
            var (want, tolerance) = expected[i] is { } value ? (value, rounding * (1 + Math.Abs(value))) : (Untouched, 0.0);
            if (!(Math.Abs(result[i] - want) <= tolerance))
            {
                Assert.Fail($"element {i} (row {i / _problem.C.Leading}, column {i % _problem.C.Leading}) is {result[i]}, expected {want}{(expected[i] is null ? " untouched" : "")}; {_problem}");
            }
        }
    }

    private const float Untouched = 77;

    private void Matrix(double?[] expected, int outer, int inner)
    {
        var epilogue = _problem.Epilogue;
        for (var row = 0; row < _problem.M; row++)
        {
            for (var column = 0; column < _problem.N; column++)
            {
                var sum = 0.0;
                for (var i = 0; i < _problem.K; i++)
                {
                    sum += (double)_a[At(_problem.A, row, i)] * _b[At(_problem.B, i, column)];
                }

                var place = At(_problem.C, row, column);
                sum = (sum * epilogue.Alpha) + (epilogue.Bias switch { GemmBias.Column => _bias[column], GemmBias.Row => _bias[row], _ => 0 });
                sum += epilogue.Residual ? _residual[place] : 0;
                expected[place] = epilogue.Activation.Kind switch
                {
                    ActivationKind.None => sum,
                    ActivationKind.Relu => Math.Max(sum, 0),
                    ActivationKind.Silu => sum / (1 + Math.Exp(-sum)),
                    _ => throw new NotSupportedException(epilogue.Activation.ToString()),
                };
            }
        }

        long At(GemmOperand operand, int row, int column)
        {
            var (r, c) = operand.Transposed ? (column, row) : (row, column);
            return (outer * operand.OuterStride) + (inner * operand.InnerStride) + ((long)r * operand.Leading) + c;
        }
    }

    private long Size(GemmOperand operand, int rows, int columns) =>
        ((_problem.Outer - 1) * operand.OuterStride) + ((_problem.Inner - 1) * operand.InnerStride) + ((rows - 1L) * operand.Leading) + columns;
}
