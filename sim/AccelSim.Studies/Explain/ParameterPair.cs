using AccelSim.Machine;

namespace AccelSim.Studies.Explain;

/// <summary>A number with the values next to it that the chip can have.</summary>
/// <param name="Parameter">The number.</param>
/// <param name="Up">The greater value; null where there is none.</param>
/// <param name="Down">The smaller value; null where there is none.</param>
/// <param name="Problem">Why one is missing.</param>
internal sealed record ParameterPair(ChipParameter Parameter, ParameterStep? Up, ParameterStep? Down, string Problem)
{
    // A tenth where it is legal; counts and powers of two have to go further.
    private static readonly double[] Ups = [1.1, 1.25, 1.5, 2, 4];
    private static readonly double[] Downs = [0.9, 0.75, 0.5, 0.25];

    /// <summary>
    /// The side to look at first, where most numbers hurt: times up, all else down. What does not hurt there has slack, and having more of it gains nothing.
    /// </summary>
    public ParameterStep? First => Parameter.Units == Duration.Units || Parameter.Units == Cycles.Units ? Up ?? Down : Down ?? Up;

    /// <summary>The other side; null where there is none.</summary>
    public ParameterStep? Second => First == Up ? Down : Up;

    /// <summary>Looks for both.</summary>
    public static ParameterPair Of(ExplainSubject subject, ChipParameter parameter)
    {
        var up = ParameterStep.Nearest(subject, parameter, Ups, out var above);
        var down = ParameterStep.Nearest(subject, parameter, Downs, out var below);
        return new(parameter, up, down, up is null ? above : below);
    }
}
