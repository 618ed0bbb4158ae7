using System.Collections.Immutable;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>A compute core: in-order decode into queues, each queue in order, queues in parallel.</summary>
public sealed record CoreSpec : ICheckedRecord
{
    /// <summary>Software-managed memories by name (<c>nram</c>, <c>wram</c>).</summary>
    public required ImmutableSortedDictionary<string, ScratchpadSpec> Scratchpads { get; init; }

    /// <summary>General-purpose registers.</summary>
    [Bounds(8, 1024)]
    public required int Registers { get; init; }

    /// <summary>Instructions decoded per cycle.</summary>
    [Bounds(1, 16)]
    public required int DecodeWidth { get; init; }

    public required ScalarUnitSpec Scalar { get; init; }

    public required VectorUnitSpec Vector { get; init; }

    public required MatrixUnitSpec Matrix { get; init; }

    /// <summary>Instruction queues: which units are fed by which queue is data.</summary>
    public required ImmutableArray<QueueSpec> Queues { get; init; }

    /// <summary>Copy engines by name; the name is a unit for <see cref="Queues"/>.</summary>
    public required ImmutableSortedDictionary<string, DmaEngineSpec> Dma { get; init; }

    /// <summary>Neuron memory: operands of vector and matrix instructions.</summary>
    public ScratchpadSpec Nram => Scratchpads["nram"];

    /// <summary>Weight memory of the matrix unit.</summary>
    public ScratchpadSpec Wram => Scratchpads["wram"];

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        foreach (var name in (string[])["nram", "wram"])
        {
            if (!Scratchpads.ContainsKey(name))
            {
                report("scratchpads", $"must hold '{name}'");
            }
        }

        QueueRules.CheckUnits(Queues, [QueueRules.Scalar, QueueRules.Vector, QueueRules.Tensor, .. Dma.Keys], report);
    }
}
