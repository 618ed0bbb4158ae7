using AccelSim.Graph.Onnx;
using AccelSim.Tensors;

namespace AccelSim.Graph.Tests;

/// <summary>Reads one case of the ONNX conformance suite: model.onnx, test_data_set_0/input_i.pb and output_i.pb.</summary>
internal sealed class ConformanceCase
{
    private ConformanceCase(ModelGraph graph, Dictionary<string, Tensor> inputs, Tensor[] outputs)
    {
        Graph = graph;
        Inputs = inputs;
        Outputs = outputs;
    }

    public ModelGraph Graph { get; }

    public Dictionary<string, Tensor> Inputs { get; }

    public Tensor[] Outputs { get; }

    /// <summary>Loads a case; inputs that decide shapes are fixed to the values of the case.</summary>
    public static ConformanceCase Load(string folder)
    {
        var model = OnnxLoader.ReadProto(Path.Combine(folder, "model.onnx"));
        var data = Path.Combine(folder, "test_data_set_0");
        var initializers = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        var names = model.Graph.Input.Select(input => input.Name).Where(name => !initializers.Contains(name)).ToList();
        var tensors = new Dictionary<string, Tensor>();
        for (var i = 0; i < names.Count && File.Exists(Path.Combine(data, $"input_{i}.pb")); i++)
        {
            tensors[names[i]] = OnnxLoader.LoadTensor(File.ReadAllBytes(Path.Combine(data, $"input_{i}.pb")));
        }

        var outputs = model.Graph.Output.Select((_, i) => OnnxLoader.LoadTensor(File.ReadAllBytes(Path.Combine(data, $"output_{i}.pb")))).ToArray();
        var options = new LoadOptions();
        ModelGraph graph;
        try
        {
            graph = OnnxLoader.Load(Path.Combine(folder, "model.onnx"), options);
        }
        catch (ModelException problem) when (problem.Message.Contains("symbolic dimension") || problem.Message.Contains("must be known before") || problem.Message.Contains("is not supported") && problem.Message.Contains("computed while"))
        {
            options = options with { FixedInputs = options.FixedInputs.AddRange(tensors) };
            graph = OnnxLoader.Load(Path.Combine(folder, "model.onnx"), options);
            tensors.Clear();
        }

        foreach (var id in graph.Inputs)
        {
            tensors[graph[id].Name] = Brains(tensors[graph[id].Name], graph[id].Type);
        }

        return new ConformanceCase(graph, tensors, [.. outputs.Select((output, i) => Brains(output, graph[graph.Outputs[i].Value].Type))]);
    }

    /// <summary>Older suites store bfloat16 data under the type of its bits.</summary>
    private static Tensor Brains(Tensor stored, TensorType wanted) =>
        wanted.Element == ElementType.BFloat16 && stored.Element == ElementType.UInt16 ? Tensor.OfBytes(stored.Type with { Element = ElementType.BFloat16 }, stored.Bytes.ToArray()) : stored;
}
