using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Runs an <see cref="ElementwiseProgram"/>: the result is dealt to all cores in tiles that are whole periods (or parts of one long period), and
/// every step writes a tile of its own. Parameters: those of the operands, then y.
/// </summary>
internal sealed class ElementwiseKernel
{
    private readonly KernelWriter _k = new();
    private readonly ElementwiseProgram _program;
    private readonly MluTarget _target;
    private readonly long _e;
    private readonly long _tile;
    private readonly long _tileBytes;
    private readonly long _period;
    private readonly bool _splitsPeriod;
    private readonly long[] _address;
    private readonly long[] _bytes;
    private readonly Val[] _parameters;
    private readonly Val _y;
    private readonly long _scratch;

    private ElementwiseKernel(ElementwiseProgram program, MluTarget target)
    {
        (_program, _target, _e) = (program, target, target.ElementBytes);
        _period = program.Operands.Select(operand => operand.Period).DefaultIfEmpty(0).Max();
        var full = program.Operands.Count(operand => operand.Period == 0);
        var scratch = program.Steps.Any(step => !step.Activation.IsNone && ActivationCode.NeedsScratch(step.Activation)) ? 1 : 0;
        // operands and the result are double buffered, results in between are not
        var slots = (2 * full) + (program.Steps.Length - 1) + 2 + scratch;
        var repeated = program.Operands.Where(operand => operand.Period > 0).Sum(operand => TileMath.Align(operand.Period * _e));
        _splitsPeriod = repeated > target.Nram / 2 || _period > (target.Nram - repeated) / slots / 128 * 128 / _e;
        if (_splitsPeriod)
        {
            slots += 2 * program.Operands.Count(operand => operand.Period > 0);
            repeated = 0;
        }

        var most = (target.Nram - repeated) / slots / 128 * 128 / _e;
        var share = (program.Count + target.Cores - 1) / target.Cores;
        _tile = Math.Max(64, Math.Min(most, (share + 63) / 64 * 64));
        if (_period > 0)
        {
            // a tile is whole periods, or (long periods) a part of one that divides it
            _tile = _splitsPeriod ? LargestDivisor(_period, Math.Min(_tile, _period)) : Math.Max(1, _tile / _period) * _period;
        }

        _tileBytes = TileMath.Align(_tile * _e);
        _address = new long[program.Operands.Length + program.Steps.Length];
        _bytes = new long[_address.Length];
        var next = 0L;
        for (var value = 0; value < _address.Length; value++)
        {
            var isOperand = value < program.Operands.Length;
            var isDouble = isOperand ? program.Operands[value].Period == 0 || _splitsPeriod : value == _address.Length - 1;
            _bytes[value] = isOperand && program.Operands[value].Period > 0 && !_splitsPeriod ? TileMath.Align(program.Operands[value].Period * _e) : _tileBytes;
            _address[value] = next;
            next += _bytes[value] * (isDouble ? 2 : 1);
        }

        _scratch = next;
        if (next + (scratch * _tileBytes) > target.Nram)
        {
            throw new CompileException("an element-wise kernel does not fit NRAM", null);
        }

        _parameters = [.. program.Operands.Select(operand => _k.Parameter(operand.Parameter))];
        _y = _k.Parameter("y");
    }

    public static LayerKernel Write(string name, ElementwiseProgram program, MluTarget target)
    {
        var kernel = new ElementwiseKernel(program, target);
        var tasks = kernel.Body();
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), tasks, $"elementwise(tile={kernel._tile})");
    }

    private int Body()
    {
        var tiles = (_program.Count + _tile - 1) / _tile;
        var tasks = (int)Math.Min(_target.Cores, tiles);
        var task = _k.Special(MluSpecialRegister.TaskId);
        var mine = SoftwarePipeline.Share(_k, tiles, task, tasks);
        if (!_splitsPeriod && _period > 0)
        {
            for (var i = 0; i < _program.Operands.Length; i++)
            {
                if (_program.Operands[i].Period is > 0 and var period)
                {
                    _k.Copy(MluSpace.Gdram, MluSpace.Nram, _address[i], _parameters[i], period * _e);
                }
            }

            _k.Sync();
        }

        (Val First, Val Count) At(Val step)
        {
            var first = _k.Mul(_k.Add(task, _k.Mul(step, tasks)), _tile);
            return (first, _program.Count % _tile == 0 ? _tile : _k.Min(_tile, _k.Sub(_program.Count, first)));
        }

        SoftwarePipeline.Emit(_k, mine, step =>
        {
            var (first, count) = At(step);
            for (var i = 0; i < _program.Operands.Length; i++)
            {
                if (_program.Operands[i].Period == 0)
                {
                    _k.Copy(MluSpace.Gdram, MluSpace.Nram, Buffer(i, step), _k.Add(_parameters[i], _k.Mul(first, _e)), _k.Mul(count, _e));
                }
                else if (_splitsPeriod)
                {
                    _k.Copy(MluSpace.Gdram, MluSpace.Nram, Buffer(i, step), _k.Add(_parameters[i], _k.Mul(_k.Rem(first, _program.Operands[i].Period), _e)), _k.Mul(count, _e));
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
            _k.Copy(MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, _k.Mul(first, _e)), Buffer(_address.Length - 1, step), _k.Mul(count, _e));
        });
        return tasks;
    }

    private Val Buffer(int value, Val step)
    {
        var isOperand = value < _program.Operands.Length;
        var isDouble = isOperand ? _program.Operands[value].Period == 0 || _splitsPeriod : value == _address.Length - 1;
        return isDouble ? SoftwarePipeline.Half(_k, _address[value], _bytes[value], step) : _address[value];
    }

    private bool Repeats(int value) => value < _program.Operands.Length && _program.Operands[value].Period > 0 && !_splitsPeriod;

    private void Compute(ElementwiseStep step, int result, Val turn, Val count)
    {
        var type = _target.Type;
        Val destination = Buffer(result, turn), a = Buffer(step.A, turn);
        if (!step.Activation.IsNone)
        {
            // activations work in place: move the operand first, by a multiplication that changes nothing
            Move(destination, a, count);
            ActivationCode.Emit(_k, type, step.Activation, destination, count, _scratch);
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

        void Move(Val to, Val from, Val elements) => _k.Vector(MluOpcode.VMulScalar, type, to, from, FloatPattern.Of(type, 1), elements);
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

    private static long LargestDivisor(long number, long limit)
    {
        for (var candidate = limit; candidate > 1; candidate--)
        {
            if (number % candidate == 0)
            {
                return candidate;
            }
        }

        return 1;
    }
}
