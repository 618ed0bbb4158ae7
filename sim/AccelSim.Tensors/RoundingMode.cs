namespace AccelSim.Tensors;

/// <summary>How a value between two representable ones is rounded. These are the modes the conversion instructions of the simulated chips offer.</summary>
public enum RoundingMode : byte
{
    /// <summary>To the nearest, ties to the even neighbour (IEEE 754 default).</summary>
    NearestEven,

    /// <summary>To the nearest, ties away from zero.</summary>
    NearestAway,

    /// <summary>Toward zero (truncate).</summary>
    TowardZero,

    /// <summary>Toward negative infinity (floor).</summary>
    Down,

    /// <summary>Toward positive infinity (ceiling).</summary>
    Up,
}
