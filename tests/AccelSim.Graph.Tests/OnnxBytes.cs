using AccelSim.Graph.Onnx.Proto;
using Google.Protobuf;
using AttributeType = AccelSim.Graph.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace AccelSim.Graph.Tests;

/// <summary>Builds small ONNX files for tests, good and bad.</summary>
internal sealed class OnnxBytes
{
    public ModelProto Model { get; } = new() { IrVersion = 8, Graph = new GraphProto { Name = "test" }, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };

    public OnnxBytes Opset(long version)
    {
        Model.OpsetImport[0].Version = version;
        return this;
    }

    /// <summary>Adds a float input; a string is a symbol, null an unnamed unknown extent.</summary>
    public OnnxBytes Input(string name, params object?[] dims) => Add(Model.Graph.Input, name, 1, dims);

    public OnnxBytes Output(string name) => Add(Model.Graph.Output, name, 1, []);

    public OnnxBytes Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        Model.Graph.Node.Add(new NodeProto { OpType = type, Name = "n_" + outputs[0], Input = { inputs }, Output = { outputs }, Attribute = { attributes } });
        return this;
    }

    public OnnxBytes Floats(string name, long[] dims, params float[] values)
    {
        Model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = 1, Dims = { dims }, FloatData = { values } });
        return this;
    }

    public OnnxBytes Integers(string name, params long[] values)
    {
        Model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = 7, Dims = { values.Length }, Int64Data = { values } });
        return this;
    }

    public OnnxBytes External(string name, long[] dims, string location, long? length = null)
    {
        var tensor = new TensorProto { Name = name, DataType = 1, Dims = { dims }, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        if (length is { } bytes)
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = bytes.ToString() });
        }

        Model.Graph.Initializer.Add(tensor);
        return this;
    }

    public byte[] Bytes() => Model.ToByteArray();

    public static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private OnnxBytes Add(Google.Protobuf.Collections.RepeatedField<ValueInfoProto> list, string name, int type, object?[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in dims)
        {
            shape.Dim.Add(dim switch
            {
                null => new TensorShapeProto.Types.Dimension(),
                string symbol => new TensorShapeProto.Types.Dimension { DimParam = symbol },
                _ => new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dim) },
            });
        }

        list.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } });
        return this;
    }
}
