using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>A grid of multiply-add cells with data flowing between neighbours.</summary>
public sealed record SystolicMatrixSpec : MatrixUnitSpec
{
    [Bounds(1, 4096)]
    public required int Rows { get; init; }

    [Bounds(1, 4096)]
    public required int Columns { get; init; }

    public required SystolicDataflow Dataflow { get; init; }

    /// <summary>Multiply-adds per cell and cycle, by operand pair.</summary>
    public required ImmutableSortedDictionary<MacFormat, int> MacsPerCell { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<MacFormat> Formats => MacsPerCell.Keys;

    /// <inheritdoc/>
    public override long PeakMacsPerCycle(MacFormat format) => (long)Rows * Columns * MacsPerCell.GetValueOrDefault(format);
}
