using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Emits activation functions in place over NRAM.</summary>
internal static class ActivationCode
{
    /// <summary>True for the functions the vector unit can compute.</summary>
    public static bool Supports(Activation activation) => activation.Kind is ActivationKind.None or ActivationKind.Relu or ActivationKind.LeakyRelu or ActivationKind.Clip
        or ActivationKind.Gelu or ActivationKind.GeluTanh or ActivationKind.Sigmoid or ActivationKind.Tanh or ActivationKind.HardSigmoid or ActivationKind.HardSwish
        || (activation.Kind == ActivationKind.Silu);

    /// <summary>True when a second buffer of the same size is needed.</summary>
    public static bool NeedsScratch(Activation activation) => activation.Kind switch
    {
        ActivationKind.LeakyRelu or ActivationKind.HardSwish => true,
        ActivationKind.Silu => activation.A is not (0 or 1),
        _ => false,
    };

    /// <summary>Vector passes over the data, for the cost model (transcendental functions take several).</summary>
    public static int Passes(Activation activation, int transcendentalPasses) => activation.Kind switch
    {
        ActivationKind.None => 0,
        ActivationKind.Relu => 1,
        ActivationKind.Clip or ActivationKind.LeakyRelu => 2,
        ActivationKind.HardSigmoid => 4,
        ActivationKind.HardSwish => 5,
        _ => transcendentalPasses,
    };

    /// <summary>buffer = activation(buffer), <paramref name="count"/> elements.</summary>
    public static void Emit(KernelWriter k, MluDataType type, Activation activation, Val buffer, Val count, Val scratch)
    {
        Val Bits(double value) => FloatPattern.Of(type, value);
        void One(MluOpcode opcode) => k.Vector(opcode, type, buffer, buffer, count);
        void Scalar(MluOpcode opcode, Val destination, Val source, double value) => k.Vector(opcode, type, destination, source, Bits(value), count);
        switch (activation.Kind)
        {
            case ActivationKind.None: break;
            case ActivationKind.Relu: One(MluOpcode.VRelu); break;
            case ActivationKind.Gelu: One(MluOpcode.VGelu); break;
            case ActivationKind.GeluTanh: One(MluOpcode.VGeluTanh); break;
            case ActivationKind.Sigmoid: One(MluOpcode.VSigmoid); break;
            case ActivationKind.Tanh: One(MluOpcode.VTanh); break;
            case ActivationKind.Silu when activation.A is 0 or 1: One(MluOpcode.VSilu); break;
            case ActivationKind.Silu:
                Scalar(MluOpcode.VMulScalar, scratch, buffer, activation.A);
                k.Vector(MluOpcode.VSigmoid, type, scratch, scratch, count);
                k.Vector(MluOpcode.VMul, type, buffer, buffer, scratch, count);
                break;
            case ActivationKind.Clip when activation.A == 0:
                k.Vector(MluOpcode.VReluN, type, buffer, buffer, count, Bits(activation.B));
                break;
            case ActivationKind.Clip:
                Scalar(MluOpcode.VMaxScalar, buffer, buffer, activation.A);
                Scalar(MluOpcode.VMinScalar, buffer, buffer, activation.B);
                break;
            case ActivationKind.LeakyRelu:
                Scalar(MluOpcode.VMulScalar, scratch, buffer, activation.A);
                // max(x, a x) is x where x >= 0 only for slopes up to 1
                k.Vector(activation.A <= 1 ? MluOpcode.VMax : MluOpcode.VMin, type, buffer, buffer, scratch, count);
                break;
            case ActivationKind.HardSigmoid:
                Scalar(MluOpcode.VMulScalar, buffer, buffer, activation.A);
                Scalar(MluOpcode.VAddScalar, buffer, buffer, activation.B);
                k.Vector(MluOpcode.VReluN, type, buffer, buffer, count, Bits(1));
                break;
            case ActivationKind.HardSwish:
                Scalar(MluOpcode.VMulScalar, scratch, buffer, 1.0 / 6);
                Scalar(MluOpcode.VAddScalar, scratch, scratch, 0.5);
                k.Vector(MluOpcode.VReluN, type, scratch, scratch, count, Bits(1));
                k.Vector(MluOpcode.VMul, type, buffer, buffer, scratch, count);
                break;
            default: throw new CompileException($"activation {activation} has no vector form", null);
        }
    }
}
