using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>
/// Lanes that each own a bank of weights: output channel c sits in lane c mod lanes, and every lane multiplies
/// macsPerCycle / lanes input channels per cycle.
/// </summary>
public sealed record LaneMatrixSpec : MatrixUnitSpec, ICheckedRecord
{
    [Bounds(1, 4096)]
    public required int Lanes { get; init; }

    /// <summary>Multiply-adds per cycle of all lanes, by operand pair.</summary>
    public required ImmutableSortedDictionary<MacFormat, int> MacsPerCycle { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<MacFormat> Formats => MacsPerCycle.Keys;

    /// <inheritdoc/>
    public override long PeakMacsPerCycle(MacFormat format) => MacsPerCycle.GetValueOrDefault(format);

    /// <summary>Input channels one lane multiplies per cycle; 0 for a pair the unit lacks.</summary>
    public int MacsPerLane(MacFormat format) => MacsPerCycle.GetValueOrDefault(format) / Lanes;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        foreach (var (format, macs) in MacsPerCycle)
        {
            if (macs % Lanes != 0)
            {
                report("macsPerCycle", $"of {format} is not a multiple of the {Lanes} lanes");
            }
        }
    }
}
