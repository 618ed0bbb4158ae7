using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Pointwise;
using AccelSim.Graph;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Collects operands and steps of one pointwise kernel. Values are numbered: operands and results of steps in the order in which they are met.</summary>
internal sealed class PointwiseChain
{
    private readonly SimtLoweringContext _context;
    private readonly long[] _dims;
    private readonly int[] _order;
    private readonly List<TensorView> _operands = [];
    private readonly List<(Node Node, Source[] Inputs)> _steps = [];
    private readonly Dictionary<int, Source> _known = [];

    public PointwiseChain(SimtLoweringContext context, Node node)
    {
        _context = context;
        _dims = [.. context.Graph[node.Output].Shape.Dims];

        // the order of the first operand that is as large as the result and has no gaps is kept
        var leader = node.Inputs.Where(id => !id.IsNone && !context.Graph[id].IsConstant && context.IsFloat(id)).Select(context.View)
            .FirstOrDefault(view => view.Dims.SequenceEqual(_dims) && view.IsPermutedDense);
        _order = leader?.StorageOrder() ?? [.. Enumerable.Range(0, _dims.Length)];
        Last = node;
    }

    /// <summary>The node whose result the chain computes so far.</summary>
    public Node Last { get; private set; }

    /// <summary>Adds a node; false where it cannot be computed here.</summary>
    public bool TryAppend(Node node)
    {
        if (node.Outputs.Length != 1 || !_context.Graph[node.Output].Shape.Dims.SequenceEqual(_dims) || !_context.IsFloat(node.Output)
            || node.Inputs.Any(input => !input.IsNone && !_context.IsFloat(input))
            || !PointwiseCode.Supports(node.Operator, [.. node.Inputs.Select(_context.Scalar)])
            || node.Inputs.Any(input => !_known.ContainsKey(input.Index) && !_context.IsDefined(input)))
        {
            return false;
        }

        _steps.Add((node, [.. node.Inputs.Select(Read)]));
        _known[node.Output.Index] = new Source(_steps.Count - 1, true, null);
        Last = node;
        return true;
    }

    /// <summary>Emits the kernel and defines its result.</summary>
    public void Emit()
    {
        var first = _steps[0].Node;
        var result = _context.NewResult(Last.Output, _order);
        var type = _context.Precision;
        StridedOperand[] all = [StridedOperand.Of("y", result, type), .. _operands.Select((view, i) => StridedOperand.Of("x" + i, view, type))];
        var kernel = PointwiseKernel.Write(_context.KernelName(first.Name), AxisSpace.Of(_dims, all), _context.Target, Compute);
        (string, TensorView)[] arguments = [("y", result), .. _operands.Select((view, i) => ("x" + i, view))];
        _context.Emit(first.Name, string.Join('+', _steps.Select(step => step.Node.OnnxType)), 0, kernel, arguments);
    }

    private Reg Compute(SimtKernelBuilder k, Reg[] operands)
    {
        var results = new Reg[_steps.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (node, inputs) = _steps[i];
            Arg[] args = [.. inputs.Select(input => input.Constant is { } value ? value : (Arg)(input.IsStep ? results[input.Number] : operands[input.Number]))];
            results[i] = PointwiseCode.Emit(k, node.Operator, args, [.. inputs.Select(input => (double?)input.Constant)]);
        }

        return results[^1];
    }

    private Source Read(ValueId id)
    {
        if (_context.Scalar(id) is { } constant)
        {
            return new Source(-1, false, (float)constant);
        }

        if (!_known.TryGetValue(id.Index, out var known))
        {
            _operands.Add(_context.View(id).BroadcastTo(_dims));
            _known[id.Index] = known = new Source(_operands.Count - 1, false, null);
        }

        return known;
    }

    /// <summary>Where a step gets an operand: an operand of the kernel, the result of a step, or a constant.</summary>
    private readonly record struct Source(int Number, bool IsStep, float? Constant);
}
