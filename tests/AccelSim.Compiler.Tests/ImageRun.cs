using System.Runtime.InteropServices;
using AccelSim.Graph;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Tests;

/// <summary>Runs a compiled image for values in the plainest way: one command after the other on one block of device memory.</summary>
internal abstract class ImageRun
{
    private readonly ProgramImage _image;
    private readonly byte[] _memory;

    protected ImageRun(ProgramImage image)
    {
        _image = image;
        _memory = new byte[image.Target.Needs.DeviceBytes];
        // what nobody writes is NaN in every float type
        Array.Fill<byte>(_memory, 0xff);
        foreach (var constant in image.Constants)
        {
            ((DeferredContent)constant.Content).Make().Span.CopyTo(Bytes(constant.Buffer));
        }
    }

    /// <summary>Device memory.</summary>
    public byte[] Memory => _memory;

    /// <summary>Writes the inputs without running anything.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> inputs)
    {
        foreach (var copy in _image.Commands.OfType<CopyCommand>().Where(copy => copy.ToDevice && _image.Buffers[copy.Buffer].Kind == BufferKind.Input))
        {
            Write(copy.Buffer, inputs[_image.Buffers[copy.Buffer].Name]);
        }
    }

    public Dictionary<string, float[]> Run(ModelGraph graph, IReadOnlyDictionary<string, Tensor> inputs)
    {
        var results = new Dictionary<string, float[]>();
        foreach (var command in _image.Commands)
        {
            switch (command)
            {
                case CopyCommand { ToDevice: true } copy when _image.Buffers[copy.Buffer].Kind == BufferKind.Input:
                    Write(copy.Buffer, inputs[_image.Buffers[copy.Buffer].Name]);
                    break;
                case CopyCommand { ToDevice: false } copy when _image.Buffers[copy.Buffer].Kind == BufferKind.Output:
                    results[_image.Buffers[copy.Buffer].Name] = Array.ConvertAll(Read(copy.Buffer), value => (float)value);
                    break;
                case LaunchCommand launch:
                    Launch(_image.Kernels[launch.Kernel], launch);
                    break;
                case HostOperatorCommand host:
                    RunOnHost(graph, _image.HostOperators[host.Operator]);
                    break;
            }
        }

        return results;
    }

    /// <summary>Runs one launch.</summary>
    protected abstract void Launch(ImageKernel kernel, LaunchCommand launch);

    private void RunOnHost(ModelGraph graph, ImageHostOperator host)
    {
        var node = graph.Nodes.Single(candidate => candidate.Name == host.Name);
        var operands = host.Inputs.Select((buffer, i) => buffer < 0 ? null : Tensor.FromDoubles(graph[node.Inputs[i]].Type, Read(buffer))).ToList();
        var outputs = Interpreter.Execute(node.Operator, operands);
        for (var i = 0; i < outputs.Length; i++)
        {
            Write(host.Outputs[i], outputs[i]);
        }
    }

    private Span<byte> Bytes(int buffer) => _memory.AsSpan((int)_image.Buffers[buffer].Address, (int)_image.Buffers[buffer].Bytes);

    private void Write(int buffer, Tensor tensor)
    {
        var values = tensor.ToDoubles();
        var place = Places(_image.Buffers[buffer]);
        var bytes = Bytes(buffer);
        for (var i = 0; i < values.Length; i++)
        {
            var at = place[i];
            switch (_image.Buffers[buffer].ElementType)
            {
                case "f32": MemoryMarshal.Cast<byte, float>(bytes)[at] = (float)values[i]; break;
                case "f16": MemoryMarshal.Cast<byte, Half>(bytes)[at] = (Half)values[i]; break;
                case "i32": MemoryMarshal.Cast<byte, int>(bytes)[at] = (int)values[i]; break;
                case "i64": MemoryMarshal.Cast<byte, long>(bytes)[at] = (long)values[i]; break;
                case var other: throw new NotSupportedException(other);
            }
        }
    }

    private double[] Read(int buffer)
    {
        var place = Places(_image.Buffers[buffer]);
        var values = new double[place.Length];
        var bytes = Bytes(buffer);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _image.Buffers[buffer].ElementType switch
            {
                "f32" => MemoryMarshal.Cast<byte, float>(bytes)[place[i]],
                "f16" => (double)MemoryMarshal.Cast<byte, Half>(bytes)[place[i]],
                "i32" => MemoryMarshal.Cast<byte, int>(bytes)[place[i]],
                "i64" => MemoryMarshal.Cast<byte, long>(bytes)[place[i]],
                var other => throw new NotSupportedException(other),
            };
        }

        return values;
    }

    /// <summary>Where each logical element (row-major) lies in a buffer stored in another axis order.</summary>
    private static int[] Places(ImageBuffer buffer)
    {
        var count = buffer.Shape.Aggregate(1L, (product, dim) => product * dim);
        if (buffer.Layout.Length == 0)
        {
            return [.. Enumerable.Range(0, (int)count)];
        }

        var order = buffer.Layout.Split(',').Select(int.Parse).ToArray();
        var strides = new long[order.Length];
        var stride = 1L;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            strides[order[i]] = stride;
            stride *= buffer.Shape[order[i]];
        }

        var places = new int[count];
        var index = new long[order.Length];
        for (var i = 0L; i < count; i++)
        {
            places[i] = (int)index.Select((at, axis) => at * strides[axis]).Sum();
            for (var axis = order.Length - 1; axis >= 0 && ++index[axis] == buffer.Shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return places;
    }
}
