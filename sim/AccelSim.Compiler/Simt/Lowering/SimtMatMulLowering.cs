using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Matrix products of weights or of computed matrices, single or batched, with what follows them.</summary>
internal sealed class SimtMatMulLowering : ILowering<SimtLoweringContext>
{
    public bool TryLower(SimtLoweringContext context, Node node)
    {
        if (node.Operator is not MatMul product || !context.IsFloat(node.Input(0)) || !MathCode.Supports(product.Activation))
        {
            return false;
        }

        var (shapeA, shapeB, shape) = (context.Graph[node.Input(0)].Shape, context.Graph[node.Input(1)].Shape, context.Graph[node.Output].Shape);
        if (shapeA.Rank < 2 || shapeB.Rank < 2 || shape.ElementCount == 0 || Addend(context, node, product) is not { } addend)
        {
            return false;
        }

        var tail = addend.IsResidual ? new LinearTail(node.Output, node.Input(2), product.Activation, [], node.OnnxType) : LinearTail.Of(context, node, product.Activation);
        var (a, b) = (context.Matrix(node.Input(0), product.TransposeA), context.Matrix(node.Input(1), product.TransposeB));
        var (rows, depth, columns) = (a.Dims[^2], a.Dims[^1], b.Dims[^1]);
        var c = context.NewResult(tail.Result, context.ResultOrder(tail.Result));
        if (b.Dims.SkipLast(2).All(dim => dim == 1) && Rows(a) is { } wideA && Rows(c) is { } wideC)
        {
            // one right matrix for all: the batch is more rows
            (a, c) = (wideA, wideC);
            rows = a.Dims[0];
            b = b with { Dims = b.Dims[^2..], Strides = b.Strides[^2..] };
        }

        var batch = c.Dims[..^2];
        var axes = Join(ref a, ref b);
        if (axes is null)
        {
            // more axes than a kernel counts: copies bring them together
            a = Spread(context, a, [.. batch, rows, depth], node.Name + ".a");
            b = Spread(context, b, [.. batch, depth, columns], node.Name + ".b");
            axes = Join(ref a, ref b) ?? throw new CompileException("its batch cannot be brought into two axes", null);
        }

        var bytes = context.ElementBytes;
        var problem = new GemmProblem
        {
            M = checked((int)rows),
            N = checked((int)columns),
            K = checked((int)depth),
            Outer = axes.Outer,
            Inner = axes.Inner,
            A = MatrixView.Operand(a, axes.OuterStrides[0], axes.InnerStrides[0], bytes),
            B = MatrixView.Operand(b, axes.OuterStrides[1], axes.InnerStrides[1], bytes),
            C = MatrixView.Operand(c, axes.OuterStrides[2], axes.InnerStrides[2], bytes),
            Input = context.Precision,
            Epilogue = tail.Epilogue(context, addend.Bias, (float)product.Alpha),
        };
        tail.Absorb(context);
        var whole = context.View(tail.Result);
        var residual = tail.Residual is { } other ? context.InOrder(other, whole.StorageOrder()) : null;
        ProductEmission.Emit(context, node, tail.Name, problem, new ProductOperands(a, b, c, addend.Vector, residual));
        return true;

        BatchAxes? Join(ref TensorView left, ref TensorView right)
        {
            if (!MatrixView.IsMatrix(left))
            {
                left = context.Copied(left, Ascending(left), node.Name + ".a", context.Precision);
            }

            if (!MatrixView.IsMatrix(right))
            {
                right = context.Copied(right, Ascending(right), node.Name + ".b", context.Precision);
            }

            return BatchAxes.Of(
                batch, [.. left.BroadcastTo([.. batch, rows, depth]).Strides], [.. right.BroadcastTo([.. batch, depth, columns]).Strides], [.. c.Strides]);
        }
    }

    /// <summary>What input 2 is to the kernel: a vector, or a tensor like the result; null where it is something else.</summary>
    private static (GemmBias Bias, TensorView? Vector, bool IsResidual)? Addend(SimtLoweringContext context, Node node, MatMul product)
    {
        if (node.Input(2).IsNone)
        {
            return (GemmBias.None, null, false);
        }

        var (value, result) = (context.Graph[node.Input(2)], context.Graph[node.Output]);
        var columns = result.Shape[-1];
        if (value.Shape.ElementCount == columns && (value.Shape.Rank == 0 || value.Shape[-1] == columns))
        {
            return product.Beta == 1 ? (GemmBias.Column, context.Dense(node.Input(2)), false)
                : value.IsConstant ? (GemmBias.Column, context.ScaledVector(node.Input(2), columns, product.Beta), false)
                : null;
        }

        if (value.Shape.ElementCount == 1 && value.IsConstant)
        {
            return (GemmBias.Column, context.ScaledVector(node.Input(2), columns, product.Beta), false);
        }

        return product.Beta == 1 && value.Shape.Dims.SequenceEqual(result.Shape.Dims) ? (GemmBias.None, null, true) : null;
    }

    /// <summary>All rows of a batch as one matrix; null where they are not evenly apart.</summary>
    private static TensorView? Rows(TensorView view) =>
        view.Strides[^1] == 1 || view.Dims[^1] == 1 ? view.Reshaped([view.Count / view.Dims[^1], view.Dims[^1]]) : null;

    private static TensorView Spread(SimtLoweringContext context, TensorView view, long[] dims, string name)
    {
        var whole = view.BroadcastTo(dims);
        return context.Copied(whole, Ascending(whole), name, context.Precision);
    }

    private static int[] Ascending(TensorView view) => [.. Enumerable.Range(0, view.Dims.Length)];
}
