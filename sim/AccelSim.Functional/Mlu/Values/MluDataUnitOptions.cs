using AccelSim.Tensors;

namespace AccelSim.Functional.Mlu;

/// <summary>How a data unit computes.</summary>
/// <param name="TensorRounding">
/// Rounding of tensor results to 16-bit floats: to even from architecture 372 on, ties away from zero before. [mlu-ops core/context.cpp]
/// </param>
/// <param name="Threads">Most host threads for one tensor operation; results do not depend on it.</param>
public sealed record MluDataUnitOptions(RoundingMode TensorRounding = RoundingMode.NearestEven, int Threads = 1)
{
    /// <summary>The options of an architecture number, such as 270 or 372.</summary>
    public static MluDataUnitOptions ForArchitecture(int architecture) => new(architecture < 372 ? RoundingMode.NearestAway : RoundingMode.NearestEven);
}
