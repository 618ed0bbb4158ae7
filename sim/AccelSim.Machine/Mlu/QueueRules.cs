using System.Collections.Immutable;

namespace AccelSim.Machine.Mlu;

/// <summary>Names of the units that queues feed, and the rules that queues and copy engines obey.</summary>
public static class QueueRules
{
    /// <summary>Scalar arithmetic, control flow and scalar loads and stores.</summary>
    public const string Scalar = "scalar";

    /// <summary>Vector instructions, pooling, layout.</summary>
    public const string Vector = "vector";

    /// <summary>Convolution and matrix products.</summary>
    public const string Tensor = "tensor";

    // Every unit has exactly one queue, and every queue feeds units that exist.
    internal static void CheckUnits(ImmutableArray<QueueSpec> queues, ImmutableArray<string> units, Action<string, string> report)
    {
        var owner = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < queues.Length; i++)
        {
            if (queues.Take(i).Any(q => q.Name == queues[i].Name))
            {
                report(FormattableString.Invariant($"queues[{i}].name"), "is the name of another queue");
            }

            for (var j = 0; j < queues[i].Units.Length; j++)
            {
                var unit = queues[i].Units[j];
                var key = FormattableString.Invariant($"queues[{i}].units[{j}]");
                if (!units.Contains(unit))
                {
                    var nearest = Nearest.To(unit, units);
                    report(key, "is no unit of this core" + (nearest is null ? $" ({string.Join(", ", units)})" : $", did you mean '{nearest}'?"));
                }
                else if (!owner.TryAdd(unit, queues[i].Name))
                {
                    report(key, $"is already fed by queue '{owner[unit]}'");
                }
            }
        }

        foreach (var unit in units.Where(u => !owner.ContainsKey(u)))
        {
            report("queues", $"leave unit '{unit}' without a queue");
        }
    }

    // Every copy path joins memories that exist, and is carried by one engine only; what engines know of device memory fits it.
    internal static void CheckEngines(
        ImmutableSortedDictionary<string, DmaEngineSpec> engines, IReadOnlySet<string> memories, ByteSize burst, string prefix, Action<string, string> report)
    {
        var owner = new SortedDictionary<MemoryPath, string>();
        foreach (var (name, engine) in engines)
        {
            engine.CheckBursts(burst, $"{prefix}.{name}", report);
            foreach (var path in engine.Paths.Keys)
            {
                var key = $"{prefix}.{name}.paths.{path}";
                foreach (var memory in (string[])[path.From, path.To])
                {
                    if (!memories.Contains(memory))
                    {
                        var nearest = Nearest.To(memory, memories);
                        report(key, $"names '{memory}', no memory of this chip" + (nearest is null ? "" : $", did you mean '{nearest}'?"));
                    }
                }

                if (!owner.TryAdd(path, name))
                {
                    report(key, $"is already carried by '{owner[path]}'");
                }
            }
        }
    }
}
