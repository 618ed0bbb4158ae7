namespace AccelSim.Graph.Operators;

/// <summary>What a reduction yields.</summary>
public enum ReduceFunction
{
    Sum,
    Mean,
    Max,
    Min,
    Prod,

    /// <summary>Σ |x|.</summary>
    L1,

    /// <summary>√Σ x².</summary>
    L2,

    /// <summary>Σ x².</summary>
    SumSquare,

    /// <summary>ln Σ x.</summary>
    LogSum,

    /// <summary>ln Σ e^x.</summary>
    LogSumExp,
}
