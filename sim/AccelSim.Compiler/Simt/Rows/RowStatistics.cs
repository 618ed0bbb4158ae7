using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>What the elements of a row are combined with once its sums are known.</summary>
internal static class RowStatistics
{
    /// <summary>log2 e.</summary>
    public const float Log2E = 1.44269504f;

    /// <summary>Below every score that matters, and finite times log2 e: where an online maximum begins.</summary>
    public const float Lowest = -1e30f;

    /// <summary>-m log2 e, so that e^(x - m) is one fused multiplication and one power of two.</summary>
    public static Reg Shift(SimtKernelBuilder k, Reg largest) => k.Do("mul.f32", largest, -Log2E);

    /// <summary>e^(x - m).</summary>
    public static Reg[] Exponentials(SimtKernelBuilder k, Reg[] values, Reg shift)
    {
        Reg[] powers = [.. values.Select(value => k.Do("fma.f32", value, Log2E, shift))];
        return [.. powers.Select(power => k.Do("ex2.f32", power))];
    }

    /// <summary>m + ln Σ e^(x - m).</summary>
    public static Reg LogSum(SimtKernelBuilder k, Reg largest, Reg sum) => k.Do("add.f32", largest, MathCode.Log(k, sum));

    /// <summary>Every value and the same other one.</summary>
    public static Reg[] Each(SimtKernelBuilder k, string mnemonic, Reg[] values, Reg other) => [.. values.Select(value => k.Do(mnemonic, value, other))];

    /// <summary>1 / √(mean of squares + epsilon), from their sum.</summary>
    public static Reg InverseRoot(SimtKernelBuilder k, Reg squares, RowProblem p) =>
        k.Do("rsqrt.f32", k.Do("fma.f32", squares, 1f / p.Columns, MathCode.Float(k, (float)p.Epsilon)));

    /// <summary>
    /// Largest element and Σ e^(x - largest) of two parts of a row as those of both (Milakov and Gimelshein, 2018).
    /// </summary>
    public static Reg[] Join(SimtKernelBuilder k, Reg[] a, Reg[] b)
    {
        var largest = k.Do("max.f32", a[0], b[0]);
        return [largest, k.Do("fma.f32", a[1], Shrink(k, a[0], largest), k.Do("mul.f32", b[1], Shrink(k, b[0], largest)))];
    }

    /// <summary>e^(m - m'), 1 exactly where both are the same, be they never so large.</summary>
    public static Reg Shrink(SimtKernelBuilder k, Reg before, Reg largest) => MathCode.Exp(k, k.Do("sub.f32", before, largest));
}
