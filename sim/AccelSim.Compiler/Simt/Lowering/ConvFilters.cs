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
        var buffer = context.AddConstant(value.Name + ".taps", type, [taps, inputs, outputs], value.Shape.ElementCount * context.ElementBytes, () =>
        {
            var source = ProgramContext.Floats(constant.Load());
            var turned = new float[source.Length];
            for (var co = 0L; co < outputs; co++)
            {
                for (var ci = 0L; ci < inputs; ci++)
                {
                    for (var tap = 0L; tap < taps; tap++)
                    {
                        turned[(((tap * inputs) + ci) * outputs) + co] = source[(((co * inputs) + ci) * taps) + tap];
                    }
                }
            }

            return DeviceFloats.Convert(turned, type);
        });
        return TensorView.Dense(buffer, [taps, inputs, outputs]);
    }
}
