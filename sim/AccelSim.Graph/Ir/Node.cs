using System.Collections.Immutable;
using AccelSim.Graph.Operators;

namespace AccelSim.Graph;

/// <summary>One operation of a graph.</summary>
/// <param name="Name">The name people see; from the model file, unique in the graph.</param>
/// <param name="OnnxType">The ONNX operator it came from, for people: <c>Conv</c>, or <c>Conv+BatchNormalization+Relu</c> after fusion.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Inputs">Operands; <see cref="ValueId.None"/> for an optional one that is absent.</param>
/// <param name="Outputs">Results.</param>
public sealed record Node(string Name, string OnnxType, Operator Operator, ImmutableArray<ValueId> Inputs, ImmutableArray<ValueId> Outputs)
{
    /// <summary>The first result, the only one of most operators.</summary>
    public ValueId Output => Outputs[0];

    /// <summary>The operand at an index, <see cref="ValueId.None"/> where there are fewer.</summary>
    public ValueId Input(int index) => index < Inputs.Length ? Inputs[index] : ValueId.None;

    /// <summary>Written as <c>%5 = Conv(%1, %2) "conv1"</c>.</summary>
    public override string ToString() => $"{string.Join(", ", Outputs)} = {Operator.Name}({string.Join(", ", Inputs)}) \"{Name}\"";
}
