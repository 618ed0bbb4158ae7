using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>The tensor cores of an SM, divided evenly among its sub-cores.</summary>
public sealed record TensorCoreSpec : ICheckedRecord
{
    public required TensorCoreKind Kind { get; init; }

    /// <summary>Dense multiply-adds per cycle of all tensor cores of an SM.</summary>
    [Bounds(1, 1 << 20)]
    public required ImmutableSortedDictionary<MmaInput, long> MacsPerCycle { get; init; }

    /// <summary>Instructions of one warp; a combination that is in none of them does not exist on the chip.</summary>
    public required ImmutableArray<MmaShapeSpec> Shapes { get; init; }

    /// <summary>Products of four warps; absent before Hopper.</summary>
    public WgmmaSpec? Wgmma { get; init; }

    /// <summary>Types with an instruction.</summary>
    public IEnumerable<MmaInput> Inputs => Shapes.SelectMany(shape => shape.Inputs).Concat(Wgmma?.Inputs ?? []).Distinct().Order();

    /// <summary>The instruction of this tile and these types; null where there is none.</summary>
    public MmaShapeSpec? Find(string shape, MmaInput input, MmaAccumulator accumulator) =>
        Shapes.FirstOrDefault(s => s.Name == shape && s.Accumulator == accumulator && s.Inputs.Contains(input));

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        var known = new HashSet<(string, MmaInput, MmaAccumulator)>();
        for (var i = 0; i < Shapes.Length; i++)
        {
            foreach (var input in Shapes[i].Inputs)
            {
                if (!known.Add((Shapes[i].Name, input, Shapes[i].Accumulator)))
                {
                    report(FormattableString.Invariant($"shapes[{i}]"), $"is the second {Shapes[i].Name} of {Text(input)} added up in {Shapes[i].Accumulator.ToString().ToLowerInvariant()}");
                }

                if (!MacsPerCycle.ContainsKey(input))
                {
                    report(FormattableString.Invariant($"shapes[{i}].inputs"), $"hold {Text(input)}, for which macsPerCycle has no rate");
                }
            }
        }

        if (Shapes.IsEmpty)
        {
            report("shapes", "must not be empty");
        }

        if (Wgmma is not null && Kind != TensorCoreKind.Hopper)
        {
            report("wgmma", "needs kind: hopper");
        }

        foreach (var input in Wgmma?.Inputs.Where(input => !MacsPerCycle.ContainsKey(input)) ?? [])
        {
            report("wgmma.inputs", $"hold {Text(input)}, for which macsPerCycle has no rate");
        }
    }

    private static string Text(MmaInput input) => input.ToString().ToLowerInvariant();
}
