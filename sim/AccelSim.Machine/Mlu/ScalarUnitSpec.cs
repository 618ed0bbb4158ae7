using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>Scalar unit: issue to result, for an instruction that depends on the last one.</summary>
public sealed record ScalarUnitSpec
{
    /// <summary>Scalar instructions started per cycle.</summary>
    [Bounds(1, 16)]
    public required int Alus { get; init; }

    /// <summary>Integer add, logic, shift, move, compare.</summary>
    public required Cycles Integer { get; init; }

    public required Cycles IntegerMultiply { get; init; }

    public required Cycles IntegerDivide { get; init; }

    /// <summary>fp16 and fp32 add, subtract, multiply, fused multiply-add.</summary>
    public required Cycles Float { get; init; }

    public required Cycles HalfDivide { get; init; }

    public required Cycles FloatDivide { get; init; }

    /// <summary>Square root, reciprocal, logarithm, exponential.</summary>
    public required Cycles FloatSpecial { get; init; }

    public required Cycles Convert { get; init; }

    /// <summary>Cycles lost by a taken branch.</summary>
    public required Cycles TakenBranch { get; init; }

    public required Cycles NramLoad { get; init; }

    /// <summary>Until a load of the same address sees it.</summary>
    public required Cycles NramStore { get; init; }

    public required Cycles SramLoad { get; init; }

    public required Cycles SramStore { get; init; }

    /// <summary>Round trip to device memory; a duration, because it does not scale with the core clock.</summary>
    public required Duration GdramLoad { get; init; }

    /// <summary>Until a load of the same address sees it.</summary>
    public required Duration GdramStore { get; init; }
}
