using System.Collections.Immutable;
using System.Text;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Lowering;

/// <summary>Puts lowered steps and planned buffers together into a program image; what a launch and a kernel look like is the family's.</summary>
internal abstract class ProgramBuilder(ProgramContext context, ProgramTarget target)
{
    private readonly List<ImageLayer> _layers = [];
    private readonly List<ImageCommand> _commands = [];
    private readonly List<ImageHostOperator> _hosts = [];

    /// <summary>Kernels so far.</summary>
    protected List<ImageKernel> Kernels { get; } = [];

    /// <summary>Features that the kernels need.</summary>
    protected SortedSet<string> Capabilities { get; } = new(StringComparer.Ordinal);

    /// <summary>The image.</summary>
    /// <exception cref="CompileException">Device memory does not suffice.</exception>
    public ProgramImage Build(ImmutableArray<(string Name, int Buffer)> outputs)
    {
        var bytes = MemoryPlanner.Plan(context.Buffers);
        if (bytes > target.DeviceBytes)
        {
            throw new CompileException(
                $"the program needs {bytes} bytes of device memory, {bytes - target.DeviceBytes} more than {target.Chip} has; use a smaller --batch, a narrower --precision or a chip with more memory", null);
        }

        foreach (var id in context.Graph.Inputs)
        {
            Copy(context.View(id).Buffer, toDevice: true);
        }

        foreach (var step in context.Steps)
        {
            if (step.Kernel is null)
            {
                Host(step);
            }
            else
            {
                Launch(step, step.Kernel);
            }
        }

        foreach (var (_, buffer) in outputs)
        {
            Copy(buffer, toDevice: false);
        }

        var names = outputs.ToDictionary(output => output.Buffer, output => output.Name);
        return new ProgramImage
        {
            Name = context.Graph.Name,
            Target = new ImageTarget { Family = target.Family, Chip = target.Chip, Isa = target.Isa, Capabilities = [.. Capabilities], Needs = Needs(bytes) },
            Buffers = [.. context.Buffers.Select((buffer, number) => new ImageBuffer
            {
                Name = names.GetValueOrDefault(number, buffer.Name),
                Kind = buffer.Kind,
                Address = buffer.Address,
                Bytes = buffer.Bytes,
                ElementType = buffer.Type.ShortName(),
                Shape = buffer.Dims,
                Layout = buffer.Order.IsDefaultOrEmpty || buffer.Order.SequenceEqual(Enumerable.Range(0, buffer.Dims.Length)) ? "" : string.Join(',', buffer.Order),
            })],
            Constants = [.. context.Buffers.Select((buffer, number) => (buffer, number)).Where(entry => entry.buffer.Content is not null).Select(entry => new ImageConstant
            {
                Name = entry.buffer.Name,
                Buffer = entry.number,
                Content = new DeferredContent((int)entry.buffer.Bytes, () => entry.buffer.Content!()),
            })],
            Kernels = [.. Kernels],
            Commands = [.. _commands],
            Layers = [.. _layers],
            HostOperators = [.. _hosts],
        };
    }

    /// <summary>What the program needs of a chip.</summary>
    /// <param name="deviceBytes">Bytes of device memory.</param>
    protected abstract ImageResources Needs(long deviceBytes);

    /// <summary>Adds a kernel to <see cref="Kernels"/>, and returns the command that launches it.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="layer">Its layer.</param>
    /// <param name="arguments">Launch arguments.</param>
    protected abstract LaunchCommand Add(ILayerKernel kernel, int layer, ImmutableArray<ulong> arguments);

    private void Copy(int buffer, bool toDevice) =>
        _commands.Add(new CopyCommand { ToDevice = toDevice, Buffer = buffer, Bytes = context.Buffers[buffer].Bytes });

    private void Launch(LoweredStep step, ILayerKernel kernel)
    {
        var touched = step.Arguments.Select(argument => argument.Buffer).Distinct().Sum(buffer => context.Buffers[buffer].Bytes);
        _layers.Add(new ImageLayer { Name = step.Layer, Operator = step.Operator, Macs = step.Macs, Bytes = touched, Kernels = [Kernels.Count] });
        _commands.Add(Add(kernel, _layers.Count - 1, [.. step.Arguments.Select(argument => (ulong)(context.Buffers[argument.Buffer].Address + argument.Offset))]));
    }

    private void Host(LoweredStep step)
    {
        var inputs = step.Arguments[..^step.HostOutputs];
        var outputs = step.Arguments[^step.HostOutputs..];
        foreach (var input in inputs.Where(input => input.Buffer >= 0))
        {
            Copy(input.Buffer, toDevice: false);
        }

        var node = step.HostNode!;
        _layers.Add(new ImageLayer { Name = step.Layer, Operator = step.Operator, Bytes = step.Arguments.Where(a => a.Buffer >= 0).Sum(a => context.Buffers[a.Buffer].Bytes) });
        _hosts.Add(new ImageHostOperator
        {
            Name = step.Layer,
            Operator = step.Operator,
            Inputs = [.. inputs.Select(input => input.Buffer)],
            Outputs = [.. outputs.Select(output => output.Buffer)],
            Operations = node.Outputs.Sum(output => context.Graph[output].Shape.ElementCount),
            Payload = Encoding.UTF8.GetBytes(node.Name),
        });
        _commands.Add(new HostOperatorCommand { Operator = _hosts.Count - 1 });
        foreach (var output in outputs)
        {
            Copy(output.Buffer, toDevice: true);
        }
    }
}
