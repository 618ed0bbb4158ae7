using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>How the matrix unit counts its cycles; one record per kind.</summary>
[Variant("kind", "mluLanes", typeof(LaneMatrixSpec))]
[Variant("kind", "cube", typeof(CubeMatrixSpec))]
[Variant("kind", "systolic", typeof(SystolicMatrixSpec))]
public abstract record MatrixUnitSpec
{
    /// <summary>Cycles before the first product of an instruction.</summary>
    public required Cycles StartOverhead { get; init; }

    /// <summary>Rounding of results.</summary>
    public required MatrixRounding Rounding { get; init; }

    /// <summary>Operand pairs the unit multiplies.</summary>
    public abstract IEnumerable<MacFormat> Formats { get; }

    /// <summary>Multiply-adds per cycle at best; 0 for a pair the unit lacks.</summary>
    public abstract long PeakMacsPerCycle(MacFormat format);
}
