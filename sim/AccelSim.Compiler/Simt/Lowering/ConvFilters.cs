using AccelSim.Compiler.Lowering;
using AccelSim.Graph;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Filters of convolutions in the order in which kernels read them.</summary>
internal static class ConvFilters
{
    /// <summary>Constant filters [co, ci of a group, kh, kw] as [kh, kw, ci of a group, co].</summary>
    public static TensorView ByTap(SimtLoweringContext context, ValueId filters)
    {
        var (value, type) = (context.Graph[filters], context.Precision);
        var constant = value.Constant!;
        long outputs = value.Shape[0], inputs = value.Shape[1], taps = value.Shape[2] * value.Shape[3];
        var buffer = context.AddConstant(value.Name + ".taps", type, [taps, inputs, outputs], value.Shape.ElementCount * context.ElementBytes, () => DeviceFloats.Convert(Turned(ProgramContext.Floats(constant.Load()), outputs, inputs, taps), type));
        return TensorView.Dense(buffer, [taps, inputs, outputs]);
    }

    /// <summary>Filters [outputs, inputs, taps] as [taps, inputs, outputs].</summary>
    public static float[] Turned(ReadOnlySpan<float> filters, long outputs, long inputs, long taps)
    {
        var turned = new float[filters.Length];
        for (var i = 0; i < turned.Length; i++)
        {
            var (slice, tap) = (i / taps, i % taps);
            turned[(((tap * inputs) + (slice % inputs)) * outputs) + (slice / inputs)] = filters[i];
        }

        return turned;
    }
}
