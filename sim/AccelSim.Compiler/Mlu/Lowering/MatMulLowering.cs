using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Matrix products: with a constant right matrix like a 1x1 convolution, otherwise as a batch of products of computed matrices.</summary>
internal sealed class MatMulLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node)
    {
        if (node.Operator is not MatMul product || !context.IsFloat(node.Input(0)) || !ActivationCode.Supports(product.Activation))
        {
            return false;
        }

        var a = context.Graph[node.Input(0)].Shape;
        var b = context.Graph[node.Input(1)];
        if (a.Rank < 2 || b.Shape.Rank < 2)
        {
            return false;
        }

        return b.IsConstant && b.Shape.Rank == 2 && !product.TransposeA && BiasFits(context, node, product, b) ? Weights(context, node, product) : Computed(context, node, product);
    }

    private static bool BiasFits(LoweringContext context, Node node, MatMul product, Value b)
    {
        if (node.Input(2).IsNone)
        {
            return true;
        }

        var addend = context.Graph[node.Input(2)];
        var n = product.TransposeB ? b.Shape[0] : b.Shape[1];
        return addend.IsConstant && (addend.Shape.ElementCount == 1 || (addend.Shape.ElementCount == n && (addend.Shape.Rank == 0 || addend.Shape[-1] == n)));
    }

    private static bool Weights(LoweringContext context, Node node, MatMul product)
    {
        var a = context.Graph[node.Input(0)].Shape;
        var b = context.Graph[node.Input(1)].Shape;
        long k = a[-1], n = product.TransposeB ? b[0] : b[1];
        var problem = new ConvProblem
        {
            N = 1,
            H = a.ElementCount / k,
            W = 1,
            Ci = k,
            Co = n,
            HasBias = !node.Input(2).IsNone,
            Activation = product.Activation,
        };
        var strides = product.TransposeB ? new FilterStrides(k, 1, 0, 0) : new FilterStrides(1, n, 0, 0);
        int[] order = [.. Enumerable.Range(0, a.Rank)];
        return LinearEmission.Emit(context, node, problem, node.Input(0), node.Input(1), node.Input(2), order, strides, product.Alpha, product.Beta);
    }

    private static bool Computed(LoweringContext context, Node node, MatMul product)
    {
        if (!node.Input(2).IsNone || !product.Activation.IsNone)
        {
            return false;
        }

        var result = context.Graph[node.Output].Shape;
        var rank = result.Rank;
        TensorView a = context.Matrix(node.Input(0), product.TransposeA), b = context.Matrix(node.Input(1), product.TransposeB);
        long m = a.Dims[^2], k = a.Dims[^1], n = b.Dims[^1];
        if (a.Strides[^1] != 1 && k > 1)
        {
            a = context.Copied(a, [.. Enumerable.Range(0, a.Dims.Length)], node.Name + ".a", context.Precision);
        }

        if (b.Strides[^1] != 1 && b.Strides[^2] != 1)
        {
            b = context.Copied(b, [.. Enumerable.Range(0, b.Dims.Length)], node.Name + ".b", context.Precision);
        }

        var nIsContiguous = b.Strides[^1] == 1 || n == 1;
        var c = context.NewResult(node.Output, context.ResultOrder(node.Output));
        var batch = ImmutableArray.CreateBuilder<BatchAxis>();
        var aBatch = a.BroadcastTo([.. result.Dims.Take(rank - 2), m, k]);
        var bBatch = b.BroadcastTo([.. result.Dims.Take(rank - 2), k, n]);
        for (var axis = 0; axis < rank - 2; axis++)
        {
            if (result[axis] > 1)
            {
                batch.Add(new BatchAxis(result[axis], aBatch.Strides[axis], bBatch.Strides[axis], c.Strides[axis]));
            }
        }

        if (batch.Count == 0)
        {
            batch.Add(new BatchAxis(1, 0, 0, 0));
        }

        var problem = new BatchedProduct
        {
            Batch = batch.ToImmutable(),
            M = m,
            K = k,
            N = n,
            RowA = a.Strides[^2],
            NIsContiguous = nIsContiguous,
            RowB = nIsContiguous ? b.Strides[^2] : b.Strides[^1],
            RowC = c.Strides[^2],
            Scale = product.Alpha,
        };
        var kernel = BatchedProductKernel.Write(context.KernelName(node.Name), problem, context.Target);
        context.Emit(node.Name, node.OnnxType, problem.Count * m * k * n, kernel, ("a", a), ("b", b), ("c", c));
        return true;
    }
}
