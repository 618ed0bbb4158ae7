using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>
/// What a chip's events cost. The path of a value below <c>energy</c> (<c>matrix.fp16</c>, <c>memories.nram.read</c>) is also the name of the part of the
/// reported energy that it scales. What device memory takes is said by its device (<see cref="DramDeviceSpec.Energy"/>).
/// </summary>
public sealed record EnergySpec : ICheckedRecord
{
    /// <summary>Power that flows whatever is done: leakage, clocks, conversion losses.</summary>
    public required Power Static { get; init; }

    /// <summary>Where memories that are not in <see cref="Memories"/> get their values from; absent where all are there.</summary>
    public SramEnergy? Sram { get; init; }

    /// <summary>On-chip memories by name.</summary>
    public ImmutableSortedDictionary<string, MemoryEnergy> Memories { get; init; } = ImmutableSortedDictionary.Create<string, MemoryEnergy>(StringComparer.Ordinal);

    /// <summary>On-chip connections by name: what a byte that crosses costs.</summary>
    public ImmutableSortedDictionary<string, EnergyPerByte> Links { get; init; } = ImmutableSortedDictionary.Create<string, EnergyPerByte>(StringComparer.Ordinal);

    /// <summary>One multiply-add, the delivery of its operands from the unit's registers included.</summary>
    public required ImmutableSortedDictionary<MacFormat, Energy> Matrix { get; init; }

    /// <summary>One element going once through a lane of the vector unit.</summary>
    public required ImmutableSortedDictionary<VectorFormat, Energy> Vector { get; init; }

    /// <summary>One instruction executed by the scalar unit, beside <see cref="Instruction"/>.</summary>
    public required Energy Scalar { get; init; }

    /// <summary>Fetch and decode of one instruction of any kind.</summary>
    public required Energy Instruction { get; init; }

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
