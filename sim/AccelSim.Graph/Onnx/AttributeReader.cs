using AccelSim.Graph.Onnx.Proto;
using AttributeType = AccelSim.Graph.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace AccelSim.Graph.Onnx;

/// <summary>The attributes of one ONNX node, read by name and type.</summary>
internal sealed class AttributeReader(NodeProto node, string? folder)
{
    public bool Has(string name) => Find(name) is not null;

    public long Int(string name, long missing) => Typed(name, AttributeType.Int)?.I ?? missing;

    public bool Flag(string name, bool missing) => Int(name, missing ? 1 : 0) != 0;

    public double Float(string name, double missing) => Typed(name, AttributeType.Float)?.F ?? missing;

    public long[]? Ints(string name) => Typed(name, AttributeType.Ints)?.Ints.ToArray();

    public float[]? Floats(string name) => Typed(name, AttributeType.Floats)?.Floats.ToArray();

    public string Text(string name, string missing) => Typed(name, AttributeType.String)?.S.ToStringUtf8() ?? missing;

    public Constant? Tensor(string name) =>
        Typed(name, AttributeType.Tensor)?.T is { } tensor ? TensorDecoder.Decode(tensor, $"attribute '{name}'", folder) : null;

    private AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    private AttributeProto? Typed(string name, AttributeType type)
    {
        var attribute = Find(name);
        if (attribute is null || attribute.Type == type || attribute.Type == AttributeType.Undefined)
        {
            return attribute;
        }

        throw new ModelException($"attribute '{name}' is of type {attribute.Type}, not {type}");
    }
}
