using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>Maximum and average pooling.</summary>
internal static class PoolKernel
{
    public static Tensor Run(Pool op, Tensor x, TensorType type)
    {
        var window = SpatialWindow.Of(op.Window, x.Shape, type.Shape);
        var source = x.ToDoubles();
        var result = new double[type.Shape.ElementCount];
        var planes = (int)(x.Shape[0] * x.Shape[1]);
        Parallel.For(0, planes, plane =>
        {
            for (var at = 0; at < window.OutputCount; at++)
            {
                result[plane * window.OutputCount + at] = One(op, window, source.AsSpan(plane * window.InputCount, window.InputCount), at);
            }
        });
        return Tensor.FromDoubles(type, result);
    }

    private static double One(Pool op, SpatialWindow window, ReadOnlySpan<double> plane, int at)
    {
        var (d0, h0, w0) = (
            at / (window.Output[1] * window.Output[2]) * window.Strides[0] - window.Begin[0],
            at / window.Output[2] % window.Output[1] * window.Strides[1] - window.Begin[1],
            at % window.Output[2] * window.Strides[2] - window.Begin[2]);
        var max = double.NegativeInfinity;
        var sum = 0.0;
        var count = 0;
        for (var kd = 0; kd < window.Kernel[0]; kd++)
        {
            for (var kh = 0; kh < window.Kernel[1]; kh++)
            {
                for (var kw = 0; kw < window.Kernel[2]; kw++)
                {
                    var (d, h, w) = (d0 + kd * window.Dilations[0], h0 + kh * window.Dilations[1], w0 + kw * window.Dilations[2]);
                    if ((uint)d < (uint)window.Input[0] && (uint)h < (uint)window.Input[1] && (uint)w < (uint)window.Input[2])
                    {
                        var value = plane[(d * window.Input[1] + h) * window.Input[2] + w];
                        max = Math.Max(max, value);
                        sum += value;
                        count++;
                    }
                    else if (op.CountIncludePad && Padded(window, 0, d) && Padded(window, 1, h) && Padded(window, 2, w))
                    {
                        count++;
                    }
                }
            }
        }

        return op.Kind == PoolKind.Max ? max : count == 0 ? 0 : sum / count;
    }

    private static bool Padded(SpatialWindow window, int axis, int at) => at < window.Input[axis] + window.End[axis];
}
