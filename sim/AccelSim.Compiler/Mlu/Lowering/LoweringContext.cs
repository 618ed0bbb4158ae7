using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Graph;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>The program being lowered for a chip of the <c>mlu</c> family.</summary>
internal sealed class LoweringContext(ModelGraph graph, MluTarget target, CompileOptions options) : ProgramContext(graph, options)
{
    private readonly Dictionary<ConvProblem, ConvSchedule?> _schedules = [];

    public MluTarget Target { get; } = target;

    /// <summary>The best schedule of a convolution, or null when none fits; networks repeat the same shapes, so it is looked for once.</summary>
    public ConvSchedule? BestSchedule(ConvProblem problem)
    {
        if (!_schedules.TryGetValue(problem, out var schedule))
        {
            _schedules.Add(problem, schedule = ConvScheduler.Find(problem, Target));
        }

        return schedule;
    }

    /// <summary>Element type of a value on the device.</summary>
    public MluDataType DeviceType(Value value) => MluElements.Of(StorageType(value));

    /// <inheritdoc/>
    public override void EmitCopy(string layer, string @operator, TensorView from, TensorView to, ElementType type)
    {
        ImmutableArray<CopyAxis> axes = [.. Enumerable.Range(0, from.Dims.Length).Select(axis => new CopyAxis(from.Dims[axis], from.Strides[axis], to.Strides[axis]))];
        Emit(layer, @operator, 0, CopyKernel.Write(KernelName(layer), axes, MluElements.Of(type), Target), ("x", from), ("y", to));
    }
}
