using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Runs an <see cref="ElementwiseProgram"/> over tiles that are dealt to all cores; every step writes a tile of its own. Operands that repeat stay on the core
/// where they are short (a tile is then whole periods of theirs), and are loaded tile by tile where they are long (a tile is then part of one period).
/// Parameters: those of the operands, then y.
/// </summary>
internal sealed class ElementwiseKernel
{
    private readonly KernelWriter _k = new();
    private readonly ElementwiseProgram _program;
    private readonly MluTarget _target;
    private readonly Tiling _t;
    private readonly TileGrid _grid;
    private readonly Val[] _parameters;
    private readonly Val _y;
    private readonly long _e;

    private ElementwiseKernel(ElementwiseProgram program, Tiling tiling, MluTarget target)
    {
        (_program, _t, _target, _e) = (program, tiling, target, target.ElementBytes);
        _parameters = [.. program.Operands.Select(operand => _k.Parameter(operand.Parameter))];
        _y = _k.Parameter("y");
        _grid = new TileGrid(_k, target, new TileAxis(program.Count / tiling.Span, 1), new TileAxis(tiling.Span, tiling.Tile));
    }

    /// <summary>Writes the kernel, or returns null when not even 64 elements of every operand fit NRAM.</summary>
    public static LayerKernel? Write(string name, ElementwiseProgram program, MluTarget target)
    {
        var tiling = new Tiling(program, target);
        if (tiling.NramBytes > target.Nram)
        {
            return null;
        }

        var kernel = new ElementwiseKernel(program, tiling, target);
        kernel.Body();
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), kernel._grid.Tasks, $"elementwise(tile={tiling.Tile})");
    }

    /// <summary>Sizes and addresses. Periods are products of trailing extents, so that each divides the next longer one.</summary>
    private sealed class Tiling
    {
        public Tiling(ElementwiseProgram program, MluTarget target)
        {
            var e = target.ElementBytes;
            var scratch = program.Steps.Any(step => !step.Activation.IsNone && ActivationCode.NeedsScratch(step.Activation)) ? 1 : 0;
            // operands and the result are double buffered, results in between are not
            var slots = (2 * program.Operands.Length) + (program.Steps.Length - 1) + 2 + scratch;
            long resident = 0, longest = 0, most = target.Nram / slots / 128 * 128 / e;
            foreach (var group in program.Operands.Where(operand => operand.Period > 0).GroupBy(operand => operand.Period).OrderBy(group => group.Key))
            {
                var bytes = resident + (group.Count() * TileMath.Align(group.Key * e));
                var left = slots - (2 * group.Count());
                var tile = (target.Nram - bytes) / left / 128 * 128 / e;
                if (bytes > target.Nram / 2 || group.Key > tile)
                {
                    break;
                }

                (resident, longest, slots, most) = (bytes, group.Key, left, tile);
            }

            Resident = longest;
            Span = program.Operands.Where(operand => operand.Period > longest).Select(operand => operand.Period).DefaultIfEmpty(program.Count).Min();
            var share = TileMath.CeilDiv(program.Count, target.Cores);
            Tile = Math.Max(64, Math.Min(most, (share + 63) / 64 * 64));
            Tile = longest > 0 ? Math.Max(1, Tile / longest) * longest : Tile;
            Tile = Math.Min(Tile, Math.Max(Span, longest));
            TileBytes = TileMath.Align(Tile * e);
            Address = new long[program.Operands.Length + program.Steps.Length];
            IsDouble = new bool[Address.Length];
            for (var value = 0; value < Address.Length; value++)
            {
                var isOperand = value < program.Operands.Length;
                var isResident = isOperand && IsResident(program.Operands[value]);
                IsDouble[value] = isOperand ? !isResident : value == Address.Length - 1;
                Address[value] = NramBytes;
                NramBytes += isResident ? TileMath.Align(program.Operands[value].Period * e) : TileBytes * (IsDouble[value] ? 2 : 1);
            }

            Scratch = NramBytes;
            NramBytes += scratch * TileBytes;
        }

        /// <summary>Longest period of the operands that stay on the core; 0 without any.</summary>
        public long Resident { get; }

        /// <summary>Elements over which no operand that is loaded by tiles repeats.</summary>
        public long Span { get; }

        /// <summary>Elements of a tile.</summary>
        public long Tile { get; }

        public long TileBytes { get; }

        /// <summary>NRAM address of each value.</summary>
        public long[] Address { get; }

        /// <summary>True for values with two buffers.</summary>
        public bool[] IsDouble { get; }

        public long Scratch { get; }

        public long NramBytes { get; }

        public bool IsResident(ElementwiseOperand operand) => operand.Period > 0 && operand.Period <= Resident;
    }

    private void Body()
    {
        if (_t.Resident > 0)
        {
            for (var i = 0; i < _program.Operands.Length; i++)
            {
                if (_t.IsResident(_program.Operands[i]))
                {
                    _k.Copy(MluSpace.Gdram, MluSpace.Nram, _t.Address[i], _parameters[i], _program.Operands[i].Period * _e);
                }
            }

            _k.Sync();
        }

        _grid.Pipeline(step =>
        {
            var (first, count) = At(step);
            for (var i = 0; i < _program.Operands.Length; i++)
            {
                var operand = _program.Operands[i];
                if (!_t.IsResident(operand))
                {
                    var at = operand.Period == 0 ? first : _k.Rem(first, operand.Period);
                    _k.Copy(MluSpace.Gdram, MluSpace.Nram, Buffer(i, step), _k.Add(_parameters[i], _k.Mul(at, _e)), _k.Mul(count, _e));
                }
            }
        }, step =>
        {
            var (_, count) = At(step);
            for (var i = 0; i < _program.Steps.Length; i++)
            {
                Compute(_program.Steps[i], _program.Operands.Length + i, step, count);
            }
        }, step =>
        {
            var (first, count) = At(step);
            _k.Copy(MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, _k.Mul(first, _e)), Buffer(_t.Address.Length - 1, step), _k.Mul(count, _e));
        });
    }

    private (Val First, Val Count) At(Val step)
    {
        var (repetition, part) = _grid.At(step);
        return (_k.Add(_k.Mul(repetition.First, _t.Span), part.First), part.Count);
    }

    private Val Buffer(int value, Val step) => _t.IsDouble[value] ? SoftwarePipeline.Half(_k, _t.Address[value], _t.TileBytes, step) : _t.Address[value];

    private bool Repeats(int value) => value < _program.Operands.Length && _t.IsResident(_program.Operands[value]);

    private void Compute(ElementwiseStep step, int result, Val turn, Val count)
    {
        var type = _target.Type;
        Val destination = Buffer(result, turn), a = Buffer(step.A, turn);
        if (!step.Activation.IsNone)
        {
            // activations work in place: move the operand first
            VectorCode.Convert(_k, type, type, destination, a, count);
            ActivationCode.Emit(_k, type, step.Activation, destination, count, _t.Scratch);
        }
        else if (step.C >= 0)
        {
            _k.Vector(step.Opcode, type, destination, a, Buffer(step.B, turn), Buffer(step.C, turn), count);
        }
        else if (step.B >= 0)
        {
            var b = Buffer(step.B, turn);
            if (Repeats(step.B))
            {
                _k.Vector(Cycle(step.Opcode), type, destination, a, b, count, _program.Operands[step.B].Period);
            }
            else
            {
                _k.Vector(step.Opcode, type, destination, a, b, count);
            }
        }
        else if (step.Opcode is >= MluOpcode.VAddScalar and <= MluOpcode.VBitAndScalar)
        {
            _k.Vector(step.Opcode, type, destination, a, FloatPattern.Of(type, step.Scalar), count);
        }
        else
        {
            _k.Vector(step.Opcode, type, destination, a, count);
        }
    }

    private static MluOpcode Cycle(MluOpcode opcode) => opcode switch
    {
        MluOpcode.VAdd => MluOpcode.VCycleAdd,
        MluOpcode.VSub => MluOpcode.VCycleSub,
        MluOpcode.VMul => MluOpcode.VCycleMul,
        MluOpcode.VDiv => MluOpcode.VCycleDiv,
        MluOpcode.VMax => MluOpcode.VCycleMax,
        MluOpcode.VMin => MluOpcode.VCycleMin,
        MluOpcode.VEqual => MluOpcode.VCycleEqual,
        MluOpcode.VLess => MluOpcode.VCycleLess,
        _ => MluOpcode.VCycleGreaterEqual,
    };
}
