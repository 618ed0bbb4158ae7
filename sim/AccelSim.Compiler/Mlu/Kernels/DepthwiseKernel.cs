using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Depthwise convolution on the vector unit, channels last: for every tap of the window one fused multiply-add of a shifted input with the tap's
/// channel vector. A strided input is first split into its phases (rows and columns modulo the stride), which the loading copies do, so that
/// every tap reads consecutive memory. Columns beyond the output are computed along and not stored. Parameters: x, w ([tap][channel]), bias, y.
/// </summary>
internal sealed class DepthwiseKernel
{
    private readonly KernelWriter _k = new();
    private readonly ConvProblem _p;
    private readonly MluTarget _target;
    private readonly long _e;
    private readonly long _phaseColumns;
    private readonly long _rows;
    private readonly long _phaseRows;
    private readonly long _phaseBytes;
    private readonly long _inBytes;
    private readonly long _outBytes;
    private readonly long _outBase;
    private readonly long _weightBase;
    private readonly long _biasBase;
    private readonly long _scratch;
    private readonly Val _x;
    private readonly Val _w;
    private readonly Val _bias;
    private readonly Val _y;

    private DepthwiseKernel(ConvProblem problem, MluTarget target)
    {
        (_p, _target, _e) = (problem, target, target.ElementBytes);
        _phaseColumns = _p.Wo + ((_p.ReachX - 1) / _p.Sx);
        var scratchTiles = ActivationCode.NeedsScratch(_p.Activation) ? 1 : 0;
        long weights = TileMath.Align(_p.Kh * _p.Kw * _p.Ci * _e), bias = TileMath.Align(_p.Ci * _e);
        long PhaseRows(long r) => r + ((_p.ReachY - 1) / _p.Sy);
        // the last tap of the last row reads a few columns beyond its phase
        long PhaseBytes(long r) => TileMath.Align(((PhaseRows(r) * _phaseColumns) + _phaseColumns) * _p.Ci * _e);
        long OutBytes(long r) => TileMath.Align(r * _phaseColumns * _p.Ci * _e);
        long Total(long r) => (2 * _p.Sy * _p.Sx * PhaseBytes(r)) + ((2 + scratchTiles) * OutBytes(r)) + weights + bias;
        var rows = Math.Clamp(_p.N * _p.Ho / target.Cores, 1, _p.Ho);
        while (rows > 1 && Total(rows) > target.Nram)
        {
            rows--;
        }

        if (Total(rows) > target.Nram)
        {
            throw new CompileException($"one row of a depthwise convolution over {_p.W} columns of {_p.Ci} channels does not fit NRAM", null);
        }

        (_rows, _phaseRows, _phaseBytes, _outBytes) = (rows, PhaseRows(rows), PhaseBytes(rows), OutBytes(rows));
        _inBytes = _p.Sy * _p.Sx * _phaseBytes;
        _outBase = 2 * _inBytes;
        _weightBase = _outBase + (2 * _outBytes);
        _biasBase = _weightBase + weights;
        _scratch = _biasBase + bias;
        _x = _k.Parameter("x");
        _w = _k.Parameter("w");
        _bias = _p.HasBias ? _k.Parameter("bias") : 0;
        _y = _k.Parameter("y");
    }

    /// <summary>Writes the kernel; Ci = Co = groups.</summary>
    public static LayerKernel Write(string name, ConvProblem problem, MluTarget target)
    {
        var kernel = new DepthwiseKernel(problem, target);
        var tasks = kernel.Body();
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), tasks, $"depthwise(rows={kernel._rows})");
    }

    private int Body()
    {
        var perImage = (_p.Ho + _rows - 1) / _rows;
        var tiles = perImage * _p.N;
        var tasks = (int)Math.Min(_target.Cores, tiles);
        var task = _k.Special(MluSpecialRegister.TaskId);
        var mine = SoftwarePipeline.Share(_k, tiles, task, tasks);
        _k.Copy(MluSpace.Gdram, MluSpace.Nram, _weightBase, _w, _p.Kh * _p.Kw * _p.Ci * _e);
        if (_p.HasBias)
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Nram, _biasBase, _bias, _p.Ci * _e);
        }

        _k.Fill(_target.Type, 0, 0, 2 * _inBytes / _e);
        _k.Sync();
        SoftwarePipeline.Emit(_k, mine, step => Load(step, At(step)), step => Compute(step, At(step)), step =>
        {
            var at = At(step);
            var destination = _k.Add(_y, _k.Mul(_k.Add(_k.Mul(at.Image, _p.Ho), at.Row), _p.Wo * _p.Ci * _e));
            _k.Copy2D(MluSpace.Nram, MluSpace.Gdram, destination, SoftwarePipeline.Half(_k, _outBase, _outBytes, step), _p.Wo * _p.Ci * _e, _p.Wo * _p.Ci * _e,
                _phaseColumns * _p.Ci * _e, at.Rows);
        });
        return tasks;

        (Val Image, Val Row, Val Rows) At(Val step)
        {
            var index = _k.Add(task, _k.Mul(step, tasks));
            var row = _k.Mul(_k.Rem(index, perImage), _rows);
            return (_k.Div(index, perImage), row, _p.Ho % _rows == 0 ? _rows : _k.Min(_rows, _k.Sub(_p.Ho, row)));
        }
    }

    private void Load(Val step, (Val Image, Val Row, Val Rows) at)
    {
        var buffer = SoftwarePipeline.Half(_k, 0, _inBytes, step);
        var pixel = _p.Ci * _e;
        for (var py = 0L; py < _p.Sy; py++)
        {
            // input row of phase row j: row*Sy - Top + py + Sy*j
            var start = _k.Add(_k.Mul(at.Row, _p.Sy), py - _p.Top);
            var count = _k.Add(at.Rows, (_p.ReachY - 1) / _p.Sy);
            var above = _p.Top > py ? _k.Min(_k.DivUp(_k.Max(_k.Sub(0, start), 0), _p.Sy), count) : 0;
            // rows from 'above' whose input row is below H
            var last = _k.DivUp(_k.Max(_k.Sub(_p.H, start), 0), _p.Sy);
            var end = _k.Max(_k.Min(count, last), above);
            for (var px = 0L; px < _p.Sx; px++)
            {
                var phase = _k.Add(buffer, ((py * _p.Sx) + px) * _phaseBytes);
                _k.Fill(_target.Type, phase, 0, _k.Mul(above, _phaseColumns * _p.Ci));
                _k.Fill(_target.Type, _k.Add(phase, _k.Mul(end, _phaseColumns * pixel)), 0, _k.Mul(_k.Sub(count, end), _phaseColumns * _p.Ci));
                var firstColumn = Math.Max(0, (_p.Left - px + _p.Sx - 1) / _p.Sx);
                var endColumn = Math.Min(_phaseColumns, ((_p.W - 1 + _p.Left - px) / _p.Sx) + 1);
                if (endColumn <= firstColumn)
                {
                    continue;
                }

                var column = (firstColumn * _p.Sx) + px - _p.Left;
                var source = _k.Add(_x, _k.Mul(_k.Add(_k.Mul(_k.Add(_k.Mul(at.Image, _p.H), _k.Add(start, _k.Mul(above, _p.Sy))), _p.W), column), pixel));
                var destination = _k.Add(phase, _k.Add(_k.Mul(above, _phaseColumns * pixel), firstColumn * pixel));
                var rows = _k.Sub(end, above);
                var columns = endColumn - firstColumn;
                if (_p.Sx == 1)
                {
                    _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, destination, source, columns * pixel, _phaseColumns * pixel, _p.Sy * _p.W * pixel, rows);
                }
                else
                {
                    _k.Copy3D(MluSpace.Gdram, MluSpace.Nram, destination, source, pixel, (pixel, columns), (_phaseColumns * pixel, rows), (_p.Sx * pixel, columns), (_p.Sy * _p.W * pixel, rows));
                }
            }
        }
    }

    private void Compute(Val step, (Val Image, Val Row, Val Rows) at)
    {
        var buffer = SoftwarePipeline.Half(_k, 0, _inBytes, step);
        var output = SoftwarePipeline.Half(_k, _outBase, _outBytes, step);
        var count = _k.Mul(at.Rows, _phaseColumns * _p.Ci);
        for (var y = 0L; y < _p.Kh; y++)
        {
            for (var x = 0L; x < _p.Kw; x++)
            {
                long dy = y * _p.Dy, dx = x * _p.Dx;
                var phase = ((dy % _p.Sy * _p.Sx) + (dx % _p.Sx)) * _phaseBytes;
                var shift = ((dy / _p.Sy * _phaseColumns) + (dx / _p.Sx)) * _p.Ci * _e;
                var source = _k.Add(buffer, phase + shift);
                var weight = _weightBase + (((y * _p.Kw) + x) * _p.Ci * _e);
                if (y == 0 && x == 0)
                {
                    _k.Vector(MluOpcode.VCycleMul, _target.Type, output, source, weight, count, _p.Ci);
                }
                else
                {
                    _k.Vector(MluOpcode.VCycleFma, _target.Type, output, source, weight, output, count, _p.Ci);
                }
            }
        }

        if (_p.HasBias)
        {
            _k.Vector(MluOpcode.VCycleAdd, _target.Type, output, output, _biasBase, count, _p.Ci);
        }

        ActivationCode.Emit(_k, _target.Type, _p.Activation, output, count, _scratch);
    }
}
