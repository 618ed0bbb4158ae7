using AccelSim.Isa.Mlu;
using AccelSim.Machine;

namespace AccelSim.Chips.Mlu;

/// <summary>Which multiplier format serves a pair of element types.</summary>
public static class MacFormats
{
    /// <summary>The format for activations and weights of the given types: that of the wider one, integers and floats apart.</summary>
    public static MacFormat Of(MluDataType activations, MluDataType weights)
    {
        if (activations == weights)
        {
            return activations switch
            {
                MluDataType.I4 => MacFormat.Int4,
                MluDataType.I8 or MluDataType.U8 => MacFormat.Int8,
                MluDataType.I16 or MluDataType.U16 => MacFormat.Int16,
                MluDataType.BF16 => MacFormat.Bf16,
                MluDataType.F32 => MacFormat.Fp32,
                _ => MacFormat.Fp16,
            };
        }

        if (activations.IsFloat() && weights.IsFloat())
        {
            var single = activations == MluDataType.F32 || weights == MluDataType.F32;
            return single && (activations == MluDataType.F16 || weights == MluDataType.F16) ? MacFormat.Fp32xFp16 : MacFormat.Fp32;
        }

        return Of(activations.Bits() >= weights.Bits() ? activations : weights);
    }

    private static MacFormat Of(MluDataType type) => Of(type, type);
}
