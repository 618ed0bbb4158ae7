using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Comparison of tensors with a tolerance that suits their element type.</summary>
internal static class Close
{
    /// <summary>What differs, or null where every element agrees within relative + absolute tolerance; NaN equals NaN.</summary>
    public static string? Difference(Tensor expected, Tensor actual, double relative, double absolute)
    {
        if (expected.Type != actual.Type)
        {
            return $"expected {expected.Type}, got {actual.Type}";
        }

        var (x, y) = (expected.ToDoubles(), actual.ToDoubles());
        for (var i = 0; i < x.Length; i++)
        {
            var same = x[i].Equals(y[i]) || Math.Abs(x[i] - y[i]) <= absolute + relative * Math.Abs(x[i]);
            if (!same)
            {
                return $"element {i}: expected {x[i]:r}, got {y[i]:r}";
            }
        }

        return null;
    }

    /// <summary>Largest difference as a fraction of the largest magnitude expected.</summary>
    public static double Worst(Tensor expected, Tensor actual)
    {
        var (x, y) = (expected.ToDoubles(), actual.ToDoubles());
        return x.Zip(y, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max() / Math.Max(1e-30, x.Select(Math.Abs).DefaultIfEmpty(0).Max());
    }
}
