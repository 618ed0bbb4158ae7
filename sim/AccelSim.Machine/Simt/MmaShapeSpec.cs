using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>A matrix instruction of one warp: tile, element types, cycles.</summary>
public sealed record MmaShapeSpec : ICheckedRecord
{
    private const int LargestSide = 1024;

    /// <summary>Rows, columns and depth of the tile: <c>m16n8k16</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Types of the factors; both have the same.</summary>
    public required ImmutableArray<MmaInput> Inputs { get; init; }

    /// <summary>Type of the sum.</summary>
    public required MmaAccumulator Accumulator { get; init; }

    /// <summary>From issue to the issue of an instruction that uses the result, as a chain of them measures it.</summary>
    [Bounds(1, 10_000)]
    public required Cycles Latency { get; init; }

    /// <summary>Cycles that one occupies the tensor core of its sub-core; what follows from the rate of the unit where not given.</summary>
    [Bounds(1, 10_000)]
    public Cycles? Interval { get; init; }

    /// <summary>Independent tiles of one instruction, each of its own threads (4 for Volta's m8n8k4).</summary>
    [Bounds(1, 16)]
    public int Tiles { get; init; } = 1;

    /// <summary>Multiply-adds of one instruction.</summary>
    public long Macs => Parse(Name) is var (m, n, k) ? (long)m * n * k * Tiles : 0;

    /// <summary>Rows, columns, depth; null where the text is none of <c>mRnCkD</c>.</summary>
    public static (int M, int N, int K)? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (n, k) = (name.IndexOf('n', StringComparison.Ordinal), name.IndexOf('k', StringComparison.Ordinal));
        return name.StartsWith('m') && n > 1 && k > n && Side(name[1..n]) is { } rows && Side(name[(n + 1)..k]) is { } columns && Side(name[(k + 1)..]) is { } depth
            ? (rows, columns, depth)
            : null;

        static int? Side(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= LargestSide ? side : null;
    }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (Parse(Name) is null)
        {
            report("name", "is not a tile such as m16n8k16");
        }

        if (Inputs.IsEmpty)
        {
            report("inputs", "must not be empty");
        }

        foreach (var input in Inputs.Where(input => !Adds(input, Accumulator)))
        {
            report("accumulator", $"does not add up products of {input.ToString().ToLowerInvariant()}");
        }
    }

    private static bool Adds(MmaInput input, MmaAccumulator accumulator) => input switch
    {
        MmaInput.F64 => accumulator == MmaAccumulator.F64,
        MmaInput.S8 or MmaInput.S4 => accumulator == MmaAccumulator.S32,
        MmaInput.F16 or MmaInput.F8 => accumulator is MmaAccumulator.F16 or MmaAccumulator.F32,
        _ => accumulator == MmaAccumulator.F32,
    };
}
