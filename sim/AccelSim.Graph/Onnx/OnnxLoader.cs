using AccelSim.Graph.Onnx.Proto;
using AccelSim.Tensors;
using Google.Protobuf;

namespace AccelSim.Graph.Onnx;

/// <summary>Reads ONNX models into graphs with static shapes. Weights are not read until someone asks for them, except small ones stored in the model itself.</summary>
public static class OnnxLoader
{
    /// <summary>Operator set 6 differs from 7 mainly in how operands broadcast; where that shows, the node is refused.</summary>
    private const long OldestOpset = 6;

    /// <summary>Models of exporters reach 21; the operators known here did not change their meaning in the conformance suite up to 26.</summary>
    private const long NewestOpset = 26;

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Bindings of symbolic dimensions, weights; null for none.</param>
    /// <returns>The verified graph, as exported (no pass has run).</returns>
    /// <exception cref="ModelException">The file cannot be read, is not ONNX, is damaged, or holds something this reader does not support; says what and where.</exception>
    public static ModelGraph Load(string path, LoadOptions? options = null)
    {
        try
        {
            return Import(ReadProto(path), options ?? new LoadOptions(), Path.GetDirectoryName(Path.GetFullPath(path)), Path.GetFileNameWithoutExtension(path));
        }
        catch (ModelException problem)
        {
            throw problem.At(path, null);
        }
    }

    /// <summary>Reads a model from memory; external data is always missing.</summary>
    /// <inheritdoc cref="Load(string, LoadOptions?)"/>
    public static ModelGraph Load(ReadOnlySpan<byte> bytes, LoadOptions? options = null) => Import(Parse(bytes), options ?? new LoadOptions(), null, "model");

    /// <summary>Reads one stored tensor (a .pb file of the ONNX conformance suite).</summary>
    /// <exception cref="ModelException">The bytes are not a tensor of a supported type.</exception>
    public static Tensor LoadTensor(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return TensorDecoder.Decode(TensorProto.Parser.ParseFrom(bytes), "the tensor", null).Load();
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new ModelException($"not a stored tensor: {problem.Message}", inner: problem);
        }
    }

    internal static ModelProto ReadProto(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"cannot be read: {problem.Message}", file: path, inner: problem);
        }
    }

    private static ModelProto Parse(ReadOnlySpan<byte> bytes)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new ModelException($"not an ONNX model, or a truncated one ({problem.Message.TrimEnd('.')})", "export or download the file again", inner: problem);
        }

        if (model.Graph is null || !model.HasIrVersion || model.OpsetImport.Count == 0)
        {
            throw new ModelException("not an ONNX model: it has no graph, format version or operator set", "give a .onnx file");
        }

        return model;
    }

    private static ModelGraph Import(ModelProto model, LoadOptions options, string? folder, string name)
    {
        var opset = Opset(model);
        var proto = model.Graph;
        var names = NodeNames(proto);
        RefuseUnknownOperators(proto, names);
        var builder = new GraphBuilder(proto.Name.Length > 0 && folder is null ? proto.Name : name);
        var scope = new Dictionary<string, ValueId>();
        AddInitializers(proto, builder, scope, folder);
        AddInputs(proto, builder, scope, options);
        foreach (var i in NodeOrder.Sort(proto.Node, names, scope.Keys))
        {
            try
            {
                ImportTable.Handlers[proto.Node[i].OpType](new NodeImport(proto.Node[i], names[i], opset, builder, scope, folder));
            }
            catch (ModelException problem)
            {
                throw problem.At(null, names[i]);
            }
            catch (ArgumentOutOfRangeException problem)
            {
                throw new ModelException(problem.Message, node: names[i], inner: problem);
            }
        }

        foreach (var output in proto.Output)
        {
            builder.Output(output.Name, scope.TryGetValue(output.Name, out var id) ? id : throw new ModelException($"the graph output '{output.Name}' is defined by nothing"));
        }

        var graph = builder.Build();
        if (options.WeightSeed is { } seed)
        {
            graph = WeightGenerator.Fill(graph, seed);
        }

        GraphVerifier.Verify(graph, "import");
        return graph;
    }

    private static long Opset(ModelProto model)
    {
        var opset = model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version
            ?? throw new ModelException("the model does not use the standard operator set");
        return opset is >= OldestOpset and <= NewestOpset
            ? opset
            : throw new ModelException($"the model uses operator set {opset}; supported are {OldestOpset} to {NewestOpset}", "convert it with onnx.version_converter");
    }

    private static List<string> NodeNames(GraphProto proto)
    {
        var names = new List<string>(proto.Node.Count);
        for (var i = 0; i < proto.Node.Count; i++)
        {
            var node = proto.Node[i];
            names.Add(node.Name.Length > 0 ? node.Name : $"{node.OpType}_{i}");
        }

        return names;
    }

    private static void RefuseUnknownOperators(GraphProto proto, List<string> names)
    {
        var unknown = Enumerable.Range(0, proto.Node.Count)
            .Where(i => proto.Node[i].Domain is not ("" or "ai.onnx") || !ImportTable.Handlers.ContainsKey(proto.Node[i].OpType))
            .ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        static string Full(NodeProto node) => node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
        var others = unknown.Skip(1).Select(i => Full(proto.Node[i])).Distinct().Order(StringComparer.Ordinal).Take(10).ToList();
        throw new ModelException(
            $"operator '{Full(proto.Node[unknown[0]])}' is not supported" + (unknown.Count == 1 ? "" : $", nor are {unknown.Count - 1} more nodes ({string.Join(", ", others)})"),
            node: names[unknown[0]]);
    }

    private static void AddInitializers(GraphProto proto, GraphBuilder builder, Dictionary<string, ValueId> scope, string? folder)
    {
        foreach (var tensor in proto.Initializer)
        {
            if (!scope.TryAdd(tensor.Name, builder.Constant(tensor.Name, TensorDecoder.Decode(tensor, $"initializer '{tensor.Name}'", folder))))
            {
                throw new ModelException($"initializer '{tensor.Name}' is defined a second time");
            }
        }
    }

    private static void AddInputs(GraphProto proto, GraphBuilder builder, Dictionary<string, ValueId> scope, LoadOptions options)
    {
        // Before format version 4 every initializer was listed as an input too.
        var inputs = proto.Input.Where(input => !scope.ContainsKey(input.Name)).ToList();
        var binder = new DimensionBinder(options, inputs);
        foreach (var input in inputs)
        {
            var id = options.FixedInputs.TryGetValue(input.Name, out var contents)
                ? builder.Constant(input.Name, Fitting(input, contents))
                : builder.Input(input.Name, binder.Bind(input));
            if (!scope.TryAdd(input.Name, id))
            {
                throw new ModelException($"input '{input.Name}' is declared a second time");
            }
        }

        var missing = options.FixedInputs.Keys.Where(key => !inputs.Any(input => input.Name == key)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (missing is not null)
        {
            throw new ModelException($"there is no input '{missing}' to fix");
        }

        binder.Finish();
    }

    /// <summary>The contents given for a fixed input, if they have its element type and its fixed extents.</summary>
    private static Tensor Fitting(ValueInfoProto input, Tensor contents)
    {
        var declared = input.Type?.TensorType;
        var element = OnnxElementType.Of(declared?.ElemType ?? 0, $"input '{input.Name}'");
        var fits = element == contents.Element && (declared!.Shape is null || (declared.Shape.Dim.Count == contents.Shape.Rank
            && declared.Shape.Dim.Select((dim, axis) => dim.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || dim.DimValue == contents.Shape[axis]).All(x => x)));
        return fits ? contents : throw new ModelException($"the contents given for it are {contents.Type}, which the input is not", node: input.Name);
    }
}
