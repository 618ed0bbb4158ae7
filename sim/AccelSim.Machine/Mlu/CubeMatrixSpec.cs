using System.Collections.Immutable;

namespace AccelSim.Machine.Mlu;

/// <summary>A unit that multiplies an m x k tile by a k x n tile every cycle.</summary>
public sealed record CubeMatrixSpec : MatrixUnitSpec
{
    /// <summary>Tile per operand pair.</summary>
    public required ImmutableSortedDictionary<MacFormat, CubeShape> Cubes { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<MacFormat> Formats => Cubes.Keys;

    /// <inheritdoc/>
    public override long PeakMacsPerCycle(MacFormat format) => Cubes.TryGetValue(format, out var cube) ? (long)cube.M * cube.N * cube.K : 0;
}
