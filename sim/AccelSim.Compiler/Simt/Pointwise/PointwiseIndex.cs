using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>
/// Which elements a thread of a pointwise kernel has: groups of neighbours along the innermost axis, several of them a grid apart where there is much to do,
/// so that their loads overlap.
/// </summary>
internal sealed class PointwiseIndex
{
    private const int MostGroups = 4;

    private readonly AxisSpace _space;
    private readonly SimtKernelBuilder _k;

    /// <summary>Divides the work among threads.</summary>
    /// <param name="k">Kernel, which gets the code that finds a thread's groups.</param>
    /// <param name="space">Elements.</param>
    /// <param name="target">Chip.</param>
    /// <exception cref="CompileException">There are more elements than 31 bits count.</exception>
    public PointwiseIndex(SimtKernelBuilder k, AxisSpace space, SimtTarget target)
    {
        (_k, _space) = (k, space);
        Width = space.VectorWidth();
        var reach = space.Operands.Max(operand => space.Extents.Zip(operand.Strides).Sum(axis => (axis.First - 1) * Math.Abs(axis.Second)));
        if (space.Count > int.MaxValue || reach > int.MaxValue)
        {
            throw new CompileException($"kernel '{k.Name}' reaches over {Math.Max(space.Count, reach)} elements, more than 31 bits count; use a smaller --batch", null);
        }

        var groups = (int)(space.Count / Width);
        var threads = Math.Min(256, target.MaxThreads);
        threads = Math.Max(target.WarpWidth, Math.Min(threads, (groups + target.WarpWidth - 1) / target.WarpWidth * target.WarpWidth));

        // more groups than threads that the chip holds at once: a thread takes several
        var held = (long)target.Sms * Math.Min(target.Sm.MaxThreads, target.Sm.MaxCtas * threads);
        Groups = (int)Math.Clamp(groups / held, 1, MostGroups);
        var blocks = (int)(((long)groups + ((long)threads * Groups) - 1) / ((long)threads * Groups));
        Grid = new SimtExtent(blocks, 1, 1);
        Block = new SimtExtent(threads, 1, 1);
        var first = k.Mad(k.Special(SimtSpecialRegister.CtaidX), threads * Groups, k.Special(SimtSpecialRegister.TidX));
        Numbers = [.. Enumerable.Range(0, Groups).Select(i => k.Add(first, i * threads))];
        var exact = (long)blocks * threads * Groups == groups;
        Guards = [.. Numbers.Select(number => exact ? Pred.Always : k.Less(number, groups))];
        if (Groups == 1 && !exact)
        {
            k.ExitIf(!Guards[0]);
            Guards[0] = Pred.Always;
        }

        Axes = [.. Numbers.Select(Decompose)];
    }

    /// <summary>Elements of a group.</summary>
    public int Width { get; }

    /// <summary>Groups of a thread.</summary>
    public int Groups { get; }

    /// <summary>Blocks.</summary>
    public SimtExtent Grid { get; }

    /// <summary>Threads of a block.</summary>
    public SimtExtent Block { get; }

    /// <summary>Where a group exists.</summary>
    public Pred[] Guards { get; }

    private Val[] Numbers { get; }

    private Val[][] Axes { get; }

    /// <summary>The schedule in words.</summary>
    public string Schedule => $"{Grid.X} blocks of {Block.X} threads, {Groups} x {Width} elements each";

    /// <summary>Address of an operand's first element of a group.</summary>
    public Reg Address(StridedOperand operand, int group)
    {
        Val offset = 0;
        for (var axis = 0; axis < _space.Extents.Length; axis++)
        {
            offset = _k.Mad(Axes[group][axis], (int)operand.Strides[axis], offset);
        }

        return _k.Offset(_k.Pointer(operand.Parameter), offset, operand.Type.SizeInBytes());
    }

    /// <summary>The elements of an operand in a group as fp32, a register each; the same register for all where they repeat.</summary>
    public Reg[] Load(StridedOperand operand, int group)
    {
        var address = Address(operand, group);
        var stride = operand.Strides[^1];
        if (stride == 1 && Width > 1)
        {
            return ElementCode.Load(_k, address, 0, Width, operand.Type, Guards[group]);
        }

        var count = stride == 0 ? 1 : Width;
        Reg[] loaded = [.. Enumerable.Range(0, count).Select(i => ElementCode.Load(_k, address, (int)(i * stride * operand.Type.SizeInBytes()), 1, operand.Type, Guards[group])[0])];
        return stride == 0 ? [.. Enumerable.Repeat(loaded[0], Width)] : loaded;
    }

    private Val[] Decompose(Val number)
    {
        var indices = new Val[_space.Extents.Length];
        for (var axis = indices.Length - 1; axis > 0; axis--)
        {
            var extent = (int)(axis == indices.Length - 1 ? _space.Extents[axis] / Width : _space.Extents[axis]);
            (number, indices[axis]) = _k.DivRem(number, extent);
        }

        indices[0] = number;
        indices[^1] = _k.Mul(indices[^1], Width);
        return indices;
    }
}
