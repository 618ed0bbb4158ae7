using System.Collections.Immutable;

namespace AccelSim.Results.Explain;

/// <summary>What one number of a chip's description does to the time.</summary>
public sealed record ParameterEffect
{
    /// <summary>Where the number stands in the chip file.</summary>
    public required string Path { get; init; }

    /// <summary>Its value there.</summary>
    public required string Value { get; init; }

    /// <summary>
    /// d ln time / d ln number, with the same program: the slope between the steps to both sides, or to the one that there is. Null where that program runs on neither chip.
    /// </summary>
    public required double? Elasticity { get; init; }

    /// <summary>Where the elasticity is from.</summary>
    public required EffectSource Source { get; init; }

    /// <summary>The next greater value that the chip can have; null where there is none.</summary>
    public StepEffect? Up { get; init; }

    /// <summary>The next smaller one.</summary>
    public StepEffect? Down { get; init; }

    /// <summary>
    /// d ln time / d ln number on the side that is faster (above, where neither is), the program compiled for the changed chip; null where the compiler does not read the number.
    /// </summary>
    public double? Recompiled { get; init; }

    /// <summary>Layers in which the time changes, most first, as parts of the whole change; what they leave over is outside kernels.</summary>
    public ImmutableArray<LayerPart> Layers { get; init; } = [];

    /// <summary>How far it goes; null where it was not looked for.</summary>
    public ParameterLimit? Limit { get; init; }

    /// <summary>How much it matters: the greater of both elasticities.</summary>
    public double Weight => Math.Max(Math.Abs(Elasticity ?? 0), Math.Abs(Recompiled ?? 0));

    /// <summary>True where more of it is faster.</summary>
    public bool MoreIsFaster => (Math.Abs(Recompiled ?? 0) > Math.Abs(Elasticity ?? 0) ? Recompiled ?? 0 : Elasticity ?? 0) <= 0;

    /// <summary>True where a step up and a step down move the time the same way: operations then fall differently against rows and refresh of device memory, and no slope tells more.</summary>
    public bool IsUneven => Up is { } above && Down is { } below && Math.Min(Math.Abs(above.Time - 1), Math.Abs(below.Time - 1)) > 1e-3 && above.Time > 1 == below.Time > 1;
}
