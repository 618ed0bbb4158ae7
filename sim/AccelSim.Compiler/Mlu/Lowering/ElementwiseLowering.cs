using System.Collections.Immutable;
using AccelSim.Compiler.Lowering;
using AccelSim.Compiler.Mlu.Kernels;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Lowering;

/// <summary>
/// Element-wise operators over floats. An operand that repeats along trailing axes is kept short; any other broadcast is spread out by a copy.
/// An activation that alone reads the result is computed by the same kernel.
/// </summary>
internal sealed class ElementwiseLowering : ILowering<LoweringContext>
{
    public bool TryLower(LoweringContext context, Node node)
    {
        if (!context.IsFloat(node.Output) || node.Inputs.Any(input => !input.IsNone && !context.IsFloat(input)))
        {
            return false;
        }

        var builder = new Builder(context, node);
        var lowered = node.Operator switch
        {
            Activate activate => ActivationCode.Supports(activate.Function) && builder.Activation(activate.Function),
            Unary unary => builder.Unary(unary.Function),
            Binary binary => builder.Binary(binary.Function),
            Compare compare => builder.Compare(compare.Function),
            Where => builder.Where(),
            _ => false,
        };
        return lowered && builder.Emit();
    }

    /// <summary>Collects operands and steps of one kernel.</summary>
    private sealed class Builder
    {
        private readonly LoweringContext _context;
        private readonly Node _node;
        private readonly ImmutableArray<long> _dims;
        private readonly int[] _order;
        private readonly List<(TensorView View, long Period)> _operands = [];
        private readonly List<ElementwiseStep> _steps = [];
        private readonly Dictionary<int, int> _known = [];

        public Builder(LoweringContext context, Node node)
        {
            (_context, _node) = (context, node);
            _dims = [.. context.Graph[node.Output].Shape.Dims];
            // the order of the first operand that is as large as the result and has no gaps is kept
            var leader = node.Inputs.Where(id => !id.IsNone && !context.Graph[id].IsConstant).Select(context.View)
                .FirstOrDefault(view => view.Dims.SequenceEqual(_dims) && view.IsPermutedDense);
            _order = leader?.StorageOrder() ?? [.. Enumerable.Range(0, _dims.Length)];
        }

        public bool Activation(Activation function) => Step(ElementwiseStep.Function(function, Operand(0, full: true)));

        public bool Unary(UnaryFunction function)
        {
            MluOpcode? opcode = function switch
            {
                UnaryFunction.Sqrt => MluOpcode.VSqrt,
                UnaryFunction.Exp => MluOpcode.VExp,
                UnaryFunction.Log => MluOpcode.VLog,
                UnaryFunction.Erf => MluOpcode.VErf,
                UnaryFunction.Neg => MluOpcode.VNeg,
                UnaryFunction.Abs => MluOpcode.VAbs,
                UnaryFunction.Reciprocal => MluOpcode.VRecip,
                UnaryFunction.Floor => MluOpcode.VFloor,
                UnaryFunction.Ceil => MluOpcode.VCeil,
                UnaryFunction.Round => MluOpcode.VRound,
                UnaryFunction.Sign => MluOpcode.VSign,
                UnaryFunction.Sin => MluOpcode.VSin,
                UnaryFunction.Cos => MluOpcode.VCos,
                UnaryFunction.Not => MluOpcode.VNot,
                _ => null,
            };
            return opcode is { } known && Step(ElementwiseStep.One(known, Operand(0, full: true)));
        }

        public bool Binary(BinaryFunction function)
        {
            if (function == BinaryFunction.Pow)
            {
                return Power();
            }

            var forms = Forms(function);
            if (forms is not var (vector, scalar, commutes))
            {
                return false;
            }

            if (Scalar(1) is { } right)
            {
                return Step(ElementwiseStep.WithScalar(scalar, Operand(0, full: true), right));
            }

            if (Scalar(0) is { } left)
            {
                var b = Operand(1, full: true);
                switch (function)
                {
                    case BinaryFunction.Sub: return Step(ElementwiseStep.WithScalar(MluOpcode.VRsubScalar, b, left));
                    case BinaryFunction.Div:
                        Step(ElementwiseStep.One(MluOpcode.VRecip, b));
                        return Step(ElementwiseStep.WithScalar(MluOpcode.VMulScalar, Last, left));
                    default: return Step(ElementwiseStep.WithScalar(scalar, b, left));
                }
            }

            // the first operand of a cycle form must be full: swap, or spread it out
            if (IsFull(0) || !commutes || !IsFull(1))
            {
                return Step(ElementwiseStep.Two(vector, Operand(0, full: true), Operand(1, full: false)));
            }

            return Step(ElementwiseStep.Two(vector, Operand(1, full: true), Operand(0, full: false)));
        }

        public bool Compare(ComparisonFunction function)
        {
            MluOpcode? opcode = function switch
            {
                ComparisonFunction.Equal => MluOpcode.VEqual,
                ComparisonFunction.Less => MluOpcode.VLess,
                ComparisonFunction.LessOrEqual => MluOpcode.VLessEqual,
                ComparisonFunction.Greater => MluOpcode.VGreater,
                ComparisonFunction.GreaterOrEqual => MluOpcode.VGreaterEqual,
                _ => null,
            };
            return opcode is { } known && Step(ElementwiseStep.Two(known, Operand(0, full: true), Operand(1, full: true)));
        }

        public bool Where() => Step(ElementwiseStep.Choose(Operand(1, full: true), Operand(2, full: true), Operand(0, full: true)));

        /// <summary>Emits the kernel; false when it does not fit the chip.</summary>
        public bool Emit()
        {
            var result = _node.Output;
            var name = _node.OnnxType;
            Node? absorbed = null;
            if (_context.Options.Fuse && _node.Operator is not Activate
                && _context.Graph.OnlyConsumer(result) is { Operator: Activate { Function: var function } } activation && ActivationCode.Supports(function))
            {
                absorbed = activation;
                Step(ElementwiseStep.Function(function, Last));
                result = activation.Output;
                name += "+" + function.Kind;
            }

            var program = new ElementwiseProgram(
                _dims.Aggregate(1L, (product, dim) => product * dim), [.. _operands.Select((operand, i) => new ElementwiseOperand("x" + i, operand.Period))], [.. _steps]);
            if (ElementwiseKernel.Write(_context.KernelName(_node.Name), program, _context.Target) is not { } kernel)
            {
                return false;
            }

            if (absorbed is not null)
            {
                _context.Absorb(absorbed);
            }

            (string, TensorView)[] arguments = [.. _operands.Select((operand, i) => ("x" + i, operand.View)), ("y", _context.NewResult(result, _order))];
            _context.Emit(_node.Name, name, 0, kernel, arguments);
            return true;
        }

        // Values are numbered operands first; steps are added after all operands of the node are known, so the last step is always the newest value.
        private int Last => _operands.Count + _steps.Count - 1;

        private bool Step(ElementwiseStep step)
        {
            _steps.Add(step);
            return true;
        }

        private bool Power()
        {
            if (Scalar(1) is not { } exponent)
            {
                return false;
            }

            var x = Operand(0, full: true);
            switch (exponent)
            {
                case 1: return Step(ElementwiseStep.WithScalar(MluOpcode.VMulScalar, x, 1));
                case 2: return Step(ElementwiseStep.One(MluOpcode.VSquare, x));
                case 3:
                    Step(ElementwiseStep.One(MluOpcode.VSquare, x));
                    return Step(ElementwiseStep.Two(MluOpcode.VMul, Last, x));
                case 0.5: return Step(ElementwiseStep.One(MluOpcode.VSqrt, x));
                case -0.5: return Step(ElementwiseStep.One(MluOpcode.VRsqrt, x));
                case -1: return Step(ElementwiseStep.One(MluOpcode.VRecip, x));
                default: return false;
            }
        }

        private static (MluOpcode Vector, MluOpcode Scalar, bool Commutes)? Forms(BinaryFunction function) => function switch
        {
            BinaryFunction.Add => (MluOpcode.VAdd, MluOpcode.VAddScalar, true),
            BinaryFunction.Sub => (MluOpcode.VSub, MluOpcode.VSubScalar, false),
            BinaryFunction.Mul => (MluOpcode.VMul, MluOpcode.VMulScalar, true),
            BinaryFunction.Div => (MluOpcode.VDiv, MluOpcode.VDivScalar, false),
            BinaryFunction.Min => (MluOpcode.VMin, MluOpcode.VMinScalar, true),
            BinaryFunction.Max => (MluOpcode.VMax, MluOpcode.VMaxScalar, true),
            _ => null,
        };

        private double? Scalar(int input) => _context.Scalar(_node.Input(input));

        private bool IsFull(int input) => _context.Graph[_node.Input(input)].Shape.ElementCount == _dims.Aggregate(1L, (product, dim) => product * dim);

        private int Operand(int input, bool full)
        {
            if (_known.TryGetValue(_node.Input(input).Index, out var known))
            {
                return known;
            }

            var view = _context.View(_node.Input(input)).BroadcastTo(_dims);
            var collapsed = view.Collapsed(_order);
            if (!full && collapsed is [(_, 0), (var period, 1)] && period < _dims.Aggregate(1L, (product, dim) => product * dim))
            {
                _operands.Add((view, period));
            }
            else
            {
                _operands.Add((_context.Copied(view, _order, _context.Graph[_node.Input(input)].Name, _context.Precision), 0));
            }

            _known[_node.Input(input).Index] = _operands.Count - 1;
            return _operands.Count - 1;
        }
    }
}
