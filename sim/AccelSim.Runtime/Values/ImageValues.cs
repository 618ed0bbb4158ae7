using AccelSim.Graph;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Runtime;

/// <summary>The contents of device memory while a program runs for values: constants, inputs as they arrive, and what operators on the host leave there.</summary>
internal sealed class ImageValues
{
    // What nobody writes is NaN in every float type, so that reading it shows.
    private const byte Unwritten = 0xff;

    private readonly ProgramImage _image;
    private readonly ModelGraph? _graph;
    private readonly DeviceBuffers _buffers;
    private readonly Dictionary<string, Node> _nodes;

    /// <summary>Lays out the memory and loads the constants.</summary>
    /// <param name="image">The program.</param>
    /// <param name="graph">The graph it was compiled from, which tells what operators on the host compute; null where only the program is known.</param>
    /// <param name="integersOnly">True where only constants of integers are wanted.</param>
    /// <exception cref="RuntimeException">The values do not fit, a constant has no contents, or an operator runs on the host and there is no graph.</exception>
    public ImageValues(ProgramImage image, ModelGraph? graph, bool integersOnly = false)
    {
        (_image, _graph) = (image, graph);
        if (image.Target.Needs.DeviceBytes > Array.MaxLength)
        {
            throw new RuntimeException($"values of {image.Target.Needs.DeviceBytes} bytes of device memory do not fit here; use a smaller --batch, or run without --check");
        }

        if (graph is null && !image.HostOperators.IsEmpty)
        {
            throw new RuntimeException($"operator '{image.HostOperators[0].Name}' runs on the host, and a program image does not say what it computes: run the .onnx instead");
        }

        Memory = new byte[image.Target.Needs.DeviceBytes];
        Array.Fill(Memory, Unwritten);
        _buffers = new DeviceBuffers(image, Memory);
        _buffers.LoadConstants(integersOnly);
        _nodes = (graph?.Nodes ?? []).DistinctBy(n => n.Name).ToDictionary(n => n.Name, StringComparer.Ordinal);
    }

    /// <summary>Device memory.</summary>
    public byte[] Memory { get; }

    /// <summary>Values of a buffer in the logical order of its shape.</summary>
    public double[] Read(int buffer) => _buffers.Read(buffer);

    /// <summary>Performs every command of the image once, in order.</summary>
    /// <param name="watch">The inputs, and what to call after each layer.</param>
    /// <param name="launch">Performs a kernel launch on <see cref="Memory"/>.</param>
    /// <param name="cancellation">Looked at before every command.</param>
    /// <returns>What was copied back, by name; everything that the program declares where it copies nothing back, as assembly does.</returns>
    public IReadOnlyDictionary<string, double[]> Run(ValueWatch watch, Action<LaunchCommand> launch, CancellationToken cancellation)
    {
        var inputs = watch.Inputs is { } given ? Numbers(given) : Inputs(watch.Seed);
        var outputs = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var command in _image.Commands)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (command)
            {
                case CopyCommand { ToDevice: true } copy:
                    Receive(copy.Buffer, inputs);
                    break;
                case CopyCommand { ToDevice: false } copy when _image.Buffers[copy.Buffer].Kind == BufferKind.Output:
                    outputs[_image.Buffers[copy.Buffer].Name] = Read(copy.Buffer);
                    break;
                case LaunchCommand kernel:
                    launch(kernel);
                    if (kernel.Layer >= 0)
                    {
                        watch.Layer?.Invoke(kernel.Layer, Read);
                    }

                    break;
                case HostOperatorCommand host:
                    RunOnHost(host.Operator);
                    break;
            }
        }

        return outputs.Count > 0 ? outputs
            : _image.Buffers.Select((buffer, i) => (buffer.Name, Values: Read(i))).ToDictionary(b => b.Name, b => b.Values, StringComparer.Ordinal);
    }

    /// <summary>Makes up the value of each input: as the graph wants them, or seeded floats and ones where there is no graph.</summary>
    public IReadOnlyDictionary<string, double[]> Inputs(ulong seed)
    {
        if (_graph is not null)
        {
            return Numbers(InputGenerator.Create(_graph, seed));
        }

        var inputs = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var i = 0; i < _image.Buffers.Length; i++)
        {
            if (_image.Buffers[i] is { Kind: BufferKind.Input } buffer)
            {
                var random = new CounterRandom(seed, "input/" + buffer.Name);
                var isInteger = _buffers.IsInteger(i);
                var values = new double[buffer.Shape.Aggregate(1L, (product, extent) => product * extent)];
                for (var k = 0; k < values.Length; k++)
                {
                    values[k] = isInteger ? 1 : random.Signed(k);
                }

                inputs[buffer.Name] = values;
            }
        }

        return inputs;
    }

    /// <summary>Tensors as device buffers are filled from: 64-bit floats in the logical order of their shapes.</summary>
    public static IReadOnlyDictionary<string, double[]> Numbers(IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.ToDoubles(), StringComparer.Ordinal);

    /// <summary>A buffer arrives from the host; only inputs change what is there.</summary>
    public void Receive(int buffer, IReadOnlyDictionary<string, double[]> inputs)
    {
        if (_image.Buffers[buffer].Kind == BufferKind.Input)
        {
            _buffers.Write(buffer, inputs[_image.Buffers[buffer].Name]);
        }
    }

    /// <summary>An operator runs on the host, on values it reads from device memory.</summary>
    public void RunOnHost(int hostOperator)
    {
        var host = _image.HostOperators[hostOperator];
        var node = _nodes[host.Name];
        var operands = host.Inputs.Select((buffer, i) => buffer < 0 ? null : Tensor.FromDoubles(_graph![node.Inputs[i]].Type, _buffers.Read(buffer))).ToList();
        var results = Interpreter.Execute(node.Operator, operands);
        for (var i = 0; i < results.Length; i++)
        {
            _buffers.Write(host.Outputs[i], results[i].ToDoubles());
        }
    }
}
