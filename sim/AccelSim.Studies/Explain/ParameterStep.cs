using AccelSim.Machine;

namespace AccelSim.Studies.Explain;

/// <summary>A chip that differs in one number.</summary>
/// <param name="Parameter">The number.</param>
/// <param name="Value">Its other value, in base units.</param>
/// <param name="Chip">The chip with it.</param>
internal sealed record ParameterStep(ChipParameter Parameter, long Value, ChipSpec Chip)
{
    /// <summary>The override that makes it.</summary>
    public string Change => Parameter.Assignment(Value);

    /// <summary>The other value, as a multiple of the present one.</summary>
    public double Factor => (double)Value / Parameter.Value;

    /// <summary>The step nearest to one of some multiples, the first of them that the chip can have; null with the reader's first reason where it can have none.</summary>
    public static ParameterStep? Nearest(ExplainSubject subject, ChipParameter parameter, ReadOnlySpan<double> factors, out string problem)
    {
        problem = "";
        foreach (var factor in factors)
        {
            if (parameter.Times(factor) is not { } value)
            {
                continue;
            }

            if (subject.Variant([parameter.Assignment(value)], out var reason) is { } chip)
            {
                return new(parameter, value, chip);
            }

            problem = problem.Length > 0 ? problem : reason;
        }

        problem = problem.Length > 0 ? problem : "has no other value on this side";
        return null;
    }
}
