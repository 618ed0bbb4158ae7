using AccelSim.Functional.Mlu;
using AccelSim.Graph;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Runtime.Mlu;

/// <summary>Runs the commands of an image for values, in order, on one block of device memory.</summary>
internal sealed class MluValueRun
{
    // What nobody writes is NaN in every float type, so that reading it shows.
    private const byte Unwritten = 0xff;

    private readonly CompiledModel _model;
    private readonly ProgramImage _image;
    private readonly DeviceBuffers _buffers;
    private readonly MluFunctionalRunner _runner;
    private readonly MluProgram?[] _programs;
    private readonly Dictionary<string, Node> _nodes;

    public MluValueRun(CompiledModel model, MluChip chip, IMluRunObserver? observer)
    {
        _model = model;
        _image = model.Image;
        if (_image.Target.Needs.DeviceBytes > Array.MaxLength)
        {
            throw new RuntimeException($"values of {_image.Target.Needs.DeviceBytes} bytes of device memory do not fit here; use a smaller --batch, or run without --check");
        }

        var memory = new byte[_image.Target.Needs.DeviceBytes];
        Array.Fill(memory, Unwritten);
        _buffers = new DeviceBuffers(_image, memory);
        _buffers.LoadConstants();
        var sizes = new MluMemorySizes(chip.Core.Nram.UsableBytes, chip.Core.Wram.UsableBytes, chip.Sram?.UsableBytes ?? 0, 0, memory.Length);
        _runner = new MluFunctionalRunner(
            sizes,
            memory,
            new MluRunnerOptions
            {
                CoresPerCluster = chip.CoresPerCluster,
                Clusters = chip.Clusters,
                DataUnit = new MluDataUnitOptions(chip.Core.Matrix.Rounding == MatrixRounding.HalfToEven ? RoundingMode.NearestEven : RoundingMode.NearestAway),
            },
            observer);
        _programs = new MluProgram?[_image.Kernels.Length];
        _nodes = model.Graph.Nodes.DistinctBy(n => n.Name).ToDictionary(n => n.Name, StringComparer.Ordinal);
    }

    public Dictionary<string, double[]> Run(IReadOnlyDictionary<string, Tensor> inputs, Action<int, Func<int, double[]>>? observe)
    {
        var outputs = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var command in _image.Commands)
        {
            switch (command)
            {
                case CopyCommand { ToDevice: true } copy when _image.Buffers[copy.Buffer].Kind == BufferKind.Input:
                    _buffers.Write(copy.Buffer, inputs[_image.Buffers[copy.Buffer].Name].ToDoubles());
                    break;
                case CopyCommand { ToDevice: false } copy when _image.Buffers[copy.Buffer].Kind == BufferKind.Output:
                    outputs[_image.Buffers[copy.Buffer].Name] = _buffers.Read(copy.Buffer);
                    break;
                case LaunchCommand launch:
                    Launch(launch);
                    if (launch.Layer >= 0)
                    {
                        observe?.Invoke(launch.Layer, _buffers.Read);
                    }

                    break;
                case HostOperatorCommand host:
                    RunOnHost(_image.HostOperators[host.Operator]);
                    break;
            }
        }

        return outputs;
    }

    private void Launch(LaunchCommand launch)
    {
        var kernel = _image.Kernels[launch.Kernel];
        var program = _programs[launch.Kernel] ??= new MluProgram(MluKernels.FromImage(kernel));
        _runner.Launch(
            program, new MluTaskType(kernel.UnionClusters), launch.DimX, launch.DimY, launch.DimZ,
            launch.Arguments.Select(word => unchecked((long)word)).ToArray());
    }

    private void RunOnHost(ImageHostOperator host)
    {
        var node = _nodes[host.Name];
        var operands = host.Inputs.Select((buffer, i) => buffer < 0 ? null : Tensor.FromDoubles(_model.Graph[node.Inputs[i]].Type, _buffers.Read(buffer))).ToList();
        var results = Interpreter.Execute(node.Operator, operands);
        for (var i = 0; i < results.Length; i++)
        {
            _buffers.Write(host.Outputs[i], results[i].ToDoubles());
        }
    }
}
