using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Combination of a thread's own values, pair by pair: short chains, and sums that round less than one after another would.</summary>
internal static class Tree
{
    /// <summary>Combines values; there is at least one.</summary>
    public static Reg Of(IReadOnlyList<Reg> values, Func<Reg, Reg, Reg> combine)
    {
        while (values.Count > 1)
        {
            values = [.. values.Chunk(2).Select(pair => pair.Length == 2 ? combine(pair[0], pair[1]) : pair[0])];
        }

        return values[0];
    }

    /// <summary>The sum.</summary>
    public static Reg Sum(SimtKernelBuilder k, IReadOnlyList<Reg> values) => Of(values, (a, b) => k.Do("add.f32", a, b));

    /// <summary>The largest.</summary>
    public static Reg Max(SimtKernelBuilder k, IReadOnlyList<Reg> values) => Of(values, (a, b) => k.Do("max.f32", a, b));

    /// <summary>The sum of squares, in as many chains as the values allow.</summary>
    public static Reg SumOfSquares(SimtKernelBuilder k, IReadOnlyList<Reg> values)
    {
        var chains = Math.Min(4, values.Count);
        var sums = values.Take(chains).Select(value => k.Do("mul.f32", value, value)).ToArray();
        for (var i = chains; i < values.Count; i++)
        {
            sums[i % chains] = k.Do("fma.f32", values[i], values[i], sums[i % chains]);
        }

        return Sum(k, sums);
    }
}
