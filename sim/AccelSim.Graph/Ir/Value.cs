using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>One value of a graph in single-assignment form: a graph input, a constant, or the result of exactly one node.</summary>
/// <param name="Id">Its index in the graph.</param>
/// <param name="Name">Its name in the model file, or a derived one; unique in the graph.</param>
/// <param name="Type">Element type and static shape.</param>
/// <param name="Constant">Its contents where they are known before the run, else null.</param>
public sealed record Value(ValueId Id, string Name, TensorType Type, Constant? Constant)
{
    /// <summary>Element type.</summary>
    public ElementType Element => Type.Element;

    /// <summary>Static shape.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>True for weights and other values known before the run.</summary>
    public bool IsConstant => Constant is not null;

    /// <summary>Written as <c>%12 name: f32[1, 3]</c>.</summary>
    public override string ToString() => $"{Id} {Name}: {Type}";
}
