using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>The one place where a kind of matrix unit in a chip file meets the class that counts its cycles.</summary>
public static class MatrixTimings
{
    /// <summary>The timing of a unit.</summary>
    /// <exception cref="NotSupportedException">The kind has no class here.</exception>
    public static IMatrixTiming Create(MatrixUnitSpec spec) => spec switch
    {
        LaneMatrixSpec lanes => new LaneMatrixTiming(lanes),
        CubeMatrixSpec cube => new CubeMatrixTiming(cube),
        SystolicMatrixSpec systolic => new SystolicMatrixTiming(systolic),
        _ => throw new NotSupportedException($"a matrix unit described by {spec?.GetType().Name} has no timing"),
    };
}
