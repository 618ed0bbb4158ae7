using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// The activation and special functions, in double precision, so that the result rounded to any element type of the chip is the same everywhere.
/// </summary>
public static class MluFunctions
{
    private const double TwoOverRootPi = 1.1283791670955125739;

    /// <summary>The value of a unary function instruction.</summary>
    /// <exception cref="MluDataException">The opcode is not one.</exception>
    public static double Evaluate(MluOpcode opcode, double x) => opcode switch
    {
        MluOpcode.VGelu => double.IsNegativeInfinity(x) ? 0 : 0.5 * x * (1 + Erf(x * 0.70710678118654752440)),
        MluOpcode.VGeluTanh => double.IsNegativeInfinity(x) ? 0 : 0.5 * x * (1 + Math.Tanh(0.79788456080286535588 * (x + (0.044715 * x * x * x)))),
        MluOpcode.VSigmoid => 1 / (1 + Math.Exp(-x)),
        MluOpcode.VSilu => double.IsNegativeInfinity(x) ? 0 : x / (1 + Math.Exp(-x)),
        MluOpcode.VTanh => Math.Tanh(x),
        MluOpcode.VExp => Math.Exp(x),
        MluOpcode.VPow2 => Math.Pow(2, x),
        MluOpcode.VLog => Math.Log(x),
        MluOpcode.VSin => Math.Sin(x),
        MluOpcode.VCos => Math.Cos(x),
        MluOpcode.VRsqrt => 1 / Math.Sqrt(x),
        MluOpcode.VErf => Erf(x),
        _ => throw new MluDataException($"{opcode} is not a function of one element"),
    };

    /// <summary>True for the opcodes that <see cref="Evaluate"/> knows.</summary>
    public static bool IsFunction(MluOpcode opcode) => opcode is MluOpcode.VGelu or MluOpcode.VGeluTanh or MluOpcode.VSigmoid or MluOpcode.VSilu or MluOpcode.VTanh
        or MluOpcode.VExp or MluOpcode.VPow2 or MluOpcode.VLog or MluOpcode.VSin or MluOpcode.VCos or MluOpcode.VRsqrt or MluOpcode.VErf;

    /// <summary>
    /// The error function to about 1e-14: below 2.5 the series 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, whose terms are all positive, above it one
    /// minus the continued fraction of erfc. [Abramowitz and Stegun 7.1.6, 7.1.14]
    /// </summary>
    public static double Erf(double x)
    {
        var magnitude = Math.Abs(x);
        if (!(magnitude < 6))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        var square = x * x;
        if (magnitude < 2.5)
        {
            double term = x, sum = x;
            for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= 2 * square / ((2 * n) + 1);
                sum += term;
            }

            return TwoOverRootPi * Math.Exp(-square) * sum;
        }

        var fraction = magnitude;
        for (var n = 60; n >= 1; n--)
        {
            fraction = magnitude + (n / 2.0 / fraction);
        }

        return Math.CopySign(1 - (TwoOverRootPi / 2 * Math.Exp(-square) / fraction), x);
    }
}
