using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Short sequences of vector instructions that several kernels need.</summary>
internal static class VectorCode
{
    /// <summary>Converts floats; between equal types it moves them, by a multiplication that changes nothing.</summary>
    public static void Convert(KernelWriter k, MluDataType to, MluDataType from, Val destination, Val source, Val count)
    {
        if (to == from)
        {
            k.Vector(MluOpcode.VMulScalar, to, destination, source, FloatPattern.Of(to, 1), count);
        }
        else
        {
            k.Convert(to, from, destination, source, count);
        }
    }
}
