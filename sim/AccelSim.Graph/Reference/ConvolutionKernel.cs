using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Convolution as a matrix product over gathered windows. One and two spatial axes are three of which the first have extent 1.</summary>
internal static class ConvolutionKernel
{
    public static Tensor Run(Conv op, Tensor x, Tensor kernel, Tensor? bias, TensorType type)
    {
        var images = (int)x.Shape[0];
        var groups = (int)op.Groups;
        var groupInputs = (int)(x.Shape[1] / groups);
        var groupOutputs = (int)(kernel.Shape[0] / groups);
        var window = SpatialWindow.Of(op.Window, x.Shape, type.Shape);
        var inner = groupInputs * window.KernelCount;
        var source = x.ToDoubles();
        var weights = kernel.ToDoubles();
        var offsets = bias?.ToDoubles();
        var result = new double[type.Shape.ElementCount];
        for (var image = 0; image < images; image++)
        {
            for (var group = 0; group < groups; group++)
            {
                var sourceStart = (image * groups + group) * groupInputs * window.InputCount;
                var firstChannel = group * groupOutputs;
                var resultStart = (image * groups * groupOutputs + firstChannel) * window.OutputCount;
                BlockedProduct.Run(groupOutputs, window.OutputCount, inner, weights, (long)firstChannel * inner,
                    (first, width, panel) => window.Gather(source, sourceStart, groupInputs, first, width, panel),
                    (row, first, sums) =>
                    {
                        var offset = offsets is null ? 0 : offsets[firstChannel + row];
                        var destination = result.AsSpan(resultStart + row * window.OutputCount + first, sums.Length);
                        for (var i = 0; i < sums.Length; i++)
                        {
                            destination[i] = ScalarMath.Apply(op.Activation, sums[i] + offset);
                        }
                    });
            }
        }

        return Tensor.FromDoubles(type, result);
    }
}
