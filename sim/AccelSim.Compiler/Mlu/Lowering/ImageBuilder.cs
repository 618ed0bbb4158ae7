using System.Collections.Immutable;
using System.Text;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Image;
using AccelSim.Isa.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>Puts lowered steps and planned buffers together into a program image.</summary>
internal sealed class ImageBuilder(LoweringContext context, MluChip chip)
{
    private readonly List<ImageKernel> _kernels = [];
    private readonly SortedSet<string> _capabilities = new(StringComparer.Ordinal);
    private readonly List<ImageLayer> _layers = [];
    private readonly List<ImageCommand> _commands = [];
    private readonly List<ImageHostOperator> _hosts = [];

    public ProgramImage Build(ImmutableArray<(string Name, int Buffer)> outputs)
    {
        var bytes = MemoryPlanner.Plan(context.Buffers);
        if (bytes > chip.Dram.Capacity.Bytes)
        {
            throw new CompileException(
                $"the program needs {bytes} bytes of device memory, {bytes - chip.Dram.Capacity.Bytes} more than {chip.Name} has; use a smaller --batch, a narrower --precision or a chip with more memory", null);
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
                Launch(step);
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
            Target = new ImageTarget
            {
                Family = chip.Family,
                Chip = chip.Name,
                Isa = chip.Isa,
                Capabilities = [.. _capabilities],
                Needs = new ImageResources
                {
                    NramBytes = context.Target.Nram,
                    WramBytes = context.Target.Wram,
                    SramBytes = _kernels.Any(kernel => kernel.UnionClusters > 0) ? context.Target.Sram : 0,
                    DeviceBytes = bytes,
                    CoresPerCluster = chip.CoresPerCluster,
                    Clusters = chip.Clusters,
                    Union = _kernels.Select(kernel => kernel.UnionClusters).DefaultIfEmpty(0).Max(),
                },
            },
            Buffers = [.. context.Buffers.Select((buffer, number) => new ImageBuffer
            {
                Name = names.GetValueOrDefault(number, buffer.Name),
                Kind = buffer.Kind,
                Address = buffer.Address,
                Bytes = buffer.Bytes,
                ElementType = buffer.Type.Suffix(),
                Shape = buffer.Dims,
                Layout = buffer.Order.IsDefaultOrEmpty || buffer.Order.SequenceEqual(Enumerable.Range(0, buffer.Dims.Length)) ? "" : string.Join(',', buffer.Order),
            })],
            Constants = [.. context.Buffers.Select((buffer, number) => (buffer, number)).Where(entry => entry.buffer.Content is not null).Select(entry => new ImageConstant
            {
                Name = entry.buffer.Name,
                Buffer = entry.number,
                Content = new DeferredContent((int)entry.buffer.Bytes, () => entry.buffer.Content!()),
            })],
            Kernels = [.. _kernels],
            Commands = [.. _commands],
            Layers = [.. _layers],
            HostOperators = [.. _hosts],
        };
    }

    private void Copy(int buffer, bool toDevice) =>
        _commands.Add(new CopyCommand { ToDevice = toDevice, Buffer = buffer, Bytes = context.Buffers[buffer].Bytes });

    private void Launch(LoweredStep step)
    {
        var kernel = step.Kernel!;
        _kernels.Add(new ImageKernel
        {
            Name = kernel.Kernel.Name,
            Code = MluEncoding.EncodeAll(kernel.Kernel.Instructions.AsSpan()),
            UnionClusters = kernel.Kernel.TaskType.Clusters,
            UsesMemoryCore = kernel.Kernel.UsesMemoryCore,
            Source = [new ImageSourceRange(0, kernel.Kernel.Instructions.Length, 0, _layers.Count, kernel.Schedule)],
        });
        _capabilities.UnionWith(kernel.Kernel.Instructions.SelectMany(MluCapabilities.Of));
        var touched = step.Arguments.Select(argument => argument.Buffer).Distinct().Sum(buffer => context.Buffers[buffer].Bytes);
        _layers.Add(new ImageLayer { Name = step.Layer, Operator = step.Operator, Macs = step.Macs, Bytes = touched, Kernels = [_kernels.Count - 1] });
        var tasks = kernel.Tasks;
        if (!kernel.Kernel.TaskType.IsBlock)
        {
            tasks = (int)TileMath.CeilDiv(tasks, chip.CoresPerCluster * kernel.Kernel.TaskType.Clusters) * chip.CoresPerCluster * kernel.Kernel.TaskType.Clusters;
        }

        _commands.Add(new LaunchCommand
        {
            Kernel = _kernels.Count - 1,
            DimX = tasks,
            Arguments = [.. step.Arguments.Select(argument => (ulong)(context.Buffers[argument.Buffer].Address + argument.Offset))],
            Layer = _layers.Count - 1,
        });
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
