using AccelSim.Graph.Operators;

namespace AccelSim.Graph.Reference;

/// <summary>The scalar functions of the oracle, in double precision.</summary>
public static class ScalarMath
{
    /// <summary>An activation of one number.</summary>
    public static double Apply(Activation f, double x) => f.Kind switch
    {
        ActivationKind.None => x,
        ActivationKind.Relu => x < 0 ? 0 : x,
        ActivationKind.LeakyRelu => x < 0 ? f.A * x : x,
        ActivationKind.Clip => Math.Min(Math.Max(x, f.A), f.B),
        ActivationKind.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        ActivationKind.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        ActivationKind.Sigmoid => Sigmoid(x),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.HardSigmoid => Math.Min(Math.Max(f.A * x + f.B, 0), 1),
        ActivationKind.HardSwish => x * Math.Min(Math.Max(x / 6 + 0.5, 0), 1),
        ActivationKind.Silu => x * Sigmoid(f.A * x),
        ActivationKind.Elu => x < 0 ? f.A * (Math.Exp(x) - 1) : x,
        ActivationKind.Selu => x > 0 ? f.B * x : f.B * f.A * (Math.Exp(x) - 1),
        ActivationKind.Softplus => Softplus(x),
        ActivationKind.Softsign => x / (1 + Math.Abs(x)),
        ActivationKind.Celu => Math.Max(0, x) + Math.Min(0, f.A * (Math.Exp(x / f.A) - 1)),
        ActivationKind.ThresholdedRelu => x > f.A ? x : 0,
        ActivationKind.Mish => x * Math.Tanh(Softplus(x)),
        _ => throw new ArgumentOutOfRangeException(nameof(f), f.Kind, "not an activation"),
    };

    /// <summary>A unary function of one number.</summary>
    public static double Apply(UnaryFunction f, double x) => f switch
    {
        UnaryFunction.Sqrt => Math.Sqrt(x),
        UnaryFunction.Exp => Math.Exp(x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Erf => Erf(x),
        UnaryFunction.Neg => -x,
        UnaryFunction.Abs => Math.Abs(x),
        UnaryFunction.Reciprocal => 1 / x,
        UnaryFunction.Floor => Math.Floor(x),
        UnaryFunction.Ceil => Math.Ceiling(x),
        UnaryFunction.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryFunction.Sign => x > 0 ? 1 : x < 0 ? -1 : x,
        UnaryFunction.Sin => Math.Sin(x),
        UnaryFunction.Cos => Math.Cos(x),
        UnaryFunction.Tan => Math.Tan(x),
        UnaryFunction.Asin => Math.Asin(x),
        UnaryFunction.Acos => Math.Acos(x),
        UnaryFunction.Atan => Math.Atan(x),
        UnaryFunction.Sinh => Math.Sinh(x),
        UnaryFunction.Cosh => Math.Cosh(x),
        UnaryFunction.Asinh => Math.Asinh(x),
        UnaryFunction.Acosh => Math.Acosh(x),
        UnaryFunction.Atanh => Math.Atanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(f), f, "not a function of a number"),
    };

    /// <summary>
    /// The error function, to about 1e-15: below 3 by the series 2/√π e^(-x²) Σ 2^n x^(2n+1) / (2n+1)!!, whose terms are all positive
    /// (Abramowitz and Stegun 7.1.6); above by the continued fraction of erfc (7.1.14).
    /// </summary>
    public static double Erf(double x)
    {
        var magnitude = Math.Abs(x);
        if (double.IsNaN(x) || magnitude > 6)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        if (magnitude < 3)
        {
            var term = x;
            var sum = x;
            for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
            {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }

            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
        }

        var tail = magnitude;
        for (var n = 60; n > 0; n--)
        {
            tail = magnitude + n / 2.0 / tail;
        }

        return Math.Sign(x) * (1 - Math.Exp(-x * x) / (tail * Math.Sqrt(Math.PI)));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));
}
