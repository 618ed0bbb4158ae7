using System.Numerics;

namespace AccelSim.Functional.Simt;

/// <summary>C = C + A * B in fp32, all row by row: products along k one after the other, each rounded once.</summary>
internal static class SimtMatrixSum
{
    /// <summary>Adds a product of <paramref name="m"/> rows, <paramref name="n"/> columns and depth <paramref name="k"/>.</summary>
    public static void Add(int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)
    {
        for (var row = 0; row < m; row++)
        {
            var sums = c.Slice(row * n, n);
            for (var inner = 0; inner < k; inner++)
            {
                var factor = new Vector<float>(a[(row * k) + inner]);
                var line = b.Slice(inner * n, n);
                var column = 0;
                for (; column <= n - Vector<float>.Count; column += Vector<float>.Count)
                {
                    Vector.FusedMultiplyAdd(factor, new Vector<float>(line[column..]), new Vector<float>(sums[column..])).CopyTo(sums[column..]);
                }

                for (; column < n; column++)
                {
                    sums[column] = MathF.FusedMultiplyAdd(factor[0], line[column], sums[column]);
                }
            }
        }
    }
}
