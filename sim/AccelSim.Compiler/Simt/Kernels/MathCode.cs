using AccelSim.Compiler.Simt.Emit;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Kernels;

/// <summary>Functions of one fp32 value in terms of what the special function units give.</summary>
internal static class MathCode
{
    private const float Log2E = 1.44269504f;
    private const float Ln2 = 0.693147181f;

    /// <summary>e^x.</summary>
    public static Reg Exp(SimtKernelBuilder k, Reg x) => k.Do("ex2.f32", k.Do("mul.f32", x, Log2E));

    /// <summary>ln x.</summary>
    public static Reg Log(SimtKernelBuilder k, Reg x) => k.Do("mul.f32", k.Do("lg2.f32", x), Ln2);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Reg Sigmoid(SimtKernelBuilder k, Reg x) =>
        k.Do("rcp.f32", k.Do("add.f32", k.Do("ex2.f32", k.Do("mul.f32", x, -Log2E)), 1f));

    /// <summary>The error function, to 1.5e-7 (Abramowitz and Stegun, 7.1.26).</summary>
    public static Reg Erf(SimtKernelBuilder k, Reg x)
    {
        var size = k.Do("abs.f32", x);
        var t = k.Do("rcp.f32", k.Do("fma.f32", size, 0.3275911f, Float(k, 1f)));
        var sum = Float(k, 1.061405429f);
        foreach (var coefficient in (float[])[-1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f])
        {
            sum = k.Do("fma.f32", sum, t, Float(k, coefficient));
        }

        var tail = k.Do("mul.f32", k.Do("mul.f32", sum, t), Exp(k, k.Do("mul.f32", k.Do("neg.f32", size), size)));
        var magnitude = k.Do("sub.f32", Float(k, 1f), tail);
        return k.Do("or.b32", magnitude, k.Do("and.b32", x, int.MinValue));
    }

    /// <summary>A constant in a register.</summary>
    public static Reg Float(SimtKernelBuilder k, float value) => value == 0 && !float.IsNegative(value) ? Reg.Zero : k.Do("mov.b32", value);

    /// <summary>True for the functions that can be computed.</summary>
    public static bool Supports(Activation activation) => activation.Kind is >= ActivationKind.None and <= ActivationKind.Mish;

    /// <summary>The activation of a value.</summary>
    public static Reg Activate(SimtKernelBuilder k, Activation activation, Reg x)
    {
        float a = (float)activation.A, b = (float)activation.B;
        switch (activation.Kind)
        {
            case ActivationKind.None: return x;
            case ActivationKind.Relu: return k.Do("max.f32", x, 0f);
            case ActivationKind.LeakyRelu: return k.Do("sel.b32", k.Do("mul.f32", x, a), x, Negative(k, x));
            case ActivationKind.Clip: return k.Do("min.f32", k.Do("max.f32", x, a), b);
            case ActivationKind.Gelu:
                var half = k.Do("mul.f32", x, 0.5f);
                return k.Do("fma.f32", half, Erf(k, k.Do("mul.f32", x, 0.707106781f)), half);
            case ActivationKind.GeluTanh:
                var square = k.Do("mul.f32", x, x);
                var inner = k.Do("mul.f32", k.Do("mul.f32", x, 0.797884561f), k.Do("fma.f32", square, 0.044715f, Float(k, 1f)));
                var halfX = k.Do("mul.f32", x, 0.5f);
                return k.Do("fma.f32", halfX, k.Do("tanh.f32", inner), halfX);
            case ActivationKind.Sigmoid: return Sigmoid(k, x);
            case ActivationKind.Tanh: return k.Do("tanh.f32", x);
            case ActivationKind.HardSigmoid: return k.Do("min.f32", k.Do("max.f32", k.Do("fma.f32", x, a, Float(k, b)), 0f), 1f);
            case ActivationKind.HardSwish:
                return k.Do("mul.f32", x, k.Do("min.f32", k.Do("max.f32", k.Do("fma.f32", x, 1f / 6, Float(k, 0.5f)), 0f), 1f));
            case ActivationKind.Silu: return k.Do("mul.f32", x, Sigmoid(k, a == 1 ? x : k.Do("mul.f32", x, a)));
            case ActivationKind.Elu: return k.Do("sel.b32", ExpLessOne(k, x, a, 1), x, Negative(k, x));
            case ActivationKind.Selu: return k.Do("mul.f32", k.Do("sel.b32", ExpLessOne(k, x, a, 1), x, Negative(k, x)), b);
            case ActivationKind.Celu: return k.Do("sel.b32", ExpLessOne(k, x, a, 1 / a), x, Negative(k, x));
            case ActivationKind.Softplus: return Softplus(k, x);
            case ActivationKind.Softsign: return k.Do("mul.f32", x, k.Do("rcp.f32", k.Do("add.f32", k.Do("abs.f32", x), 1f)));
            case ActivationKind.ThresholdedRelu: return k.Do("sel.b32", x, 0f, k.Test("setp.gt.and.f32", x, a, Pred.Always));
            case ActivationKind.Mish: return k.Do("mul.f32", x, k.Do("tanh.f32", Softplus(k, x)));
            default: throw new CompileException($"activation {activation} has no code", null);
        }
    }

    private static Pred Negative(SimtKernelBuilder k, Reg x) => k.Test("setp.lt.and.f32", x, 0f, Pred.Always);

    /// <summary>a (e^(s x) - 1).</summary>
    private static Reg ExpLessOne(SimtKernelBuilder k, Reg x, float a, float scale)
    {
        var power = k.Do("ex2.f32", k.Do("mul.f32", x, Log2E * scale));
        return k.Do("mul.f32", k.Do("sub.f32", power, 1f), a);
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), which does not overflow.</summary>
    private static Reg Softplus(SimtKernelBuilder k, Reg x)
    {
        var tail = k.Do("ex2.f32", k.Do("mul.f32", k.Do("abs.f32", x), -Log2E));
        return k.Do("fma.f32", k.Do("lg2.f32", k.Do("add.f32", tail, 1f)), Ln2, k.Do("max.f32", x, 0f));
    }
}
