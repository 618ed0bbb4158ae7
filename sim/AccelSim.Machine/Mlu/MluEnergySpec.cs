using System.Collections.Immutable;

namespace AccelSim.Machine.Mlu;

/// <summary>What the events of an MLU chip cost.</summary>
public sealed record MluEnergySpec : EnergySpec, ICheckedRecord
{
    /// <summary>One multiply-add, the delivery of its operands from the unit's registers included.</summary>
    public required ImmutableSortedDictionary<MacFormat, Energy> Matrix { get; init; }

    /// <summary>One element going once through a lane of the vector unit.</summary>
    public required ImmutableSortedDictionary<VectorFormat, Energy> Vector { get; init; }

    /// <summary>One instruction executed by the scalar unit, beside <see cref="EnergySpec.Instruction"/>.</summary>
    public required Energy Scalar { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        var missing = Enum.GetValues<VectorFormat>().Where(format => !Vector.ContainsKey(format)).Select(format => format.ToString().ToLowerInvariant()).ToList();
        if (missing.Count > 0)
        {
            report("vector", $"lacks {string.Join(", ", missing)}");
        }
    }
}
