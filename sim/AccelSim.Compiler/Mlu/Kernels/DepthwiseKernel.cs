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
    private readonly WindowTile _whole;
    private readonly WindowTile _tile;
    private readonly Buffers _buffers;
    private readonly TileGrid _grid;
    private readonly WindowInput _input;
    private readonly long _e;
    private readonly Val _w;
    private readonly Val _bias;
    private readonly Val _y;

    private DepthwiseKernel(ConvProblem problem, WindowTile tile, MluTarget target)
    {
        (_p, _tile, _target, _e) = (problem, tile, target, target.ElementBytes);
        _whole = Whole(problem);
        _buffers = Buffers.Of(problem, tile, target);
        var x = _k.Parameter("x");
        _w = _k.Parameter("w");
        _bias = _p.HasBias ? _k.Parameter("bias") : 0;
        _y = _k.Parameter("y");
        _input = new WindowInput(_k, target.Type, x, _p.H, _p.W, _p.Ci, 0);
        _grid = new TileGrid(_k, target, new TileAxis(_p.N, 1), new TileAxis(_p.Ho, tile.Rows), new TileAxis(_p.Wo, tile.Columns), new TileAxis(_p.Ci, tile.Channels));
    }

    /// <summary>Writes the kernel, Ci = Co = groups; null when not even one element fits NRAM.</summary>
    public static LayerKernel? Write(string name, ConvProblem problem, MluTarget target)
    {
        if (WindowTiling.Choose(target, problem.N, Whole(problem), candidate => Cost(problem, candidate, target)) is not { } tile)
        {
            return null;
        }

        var kernel = new DepthwiseKernel(problem, tile, target);
        kernel.Body();
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), kernel._grid.Tasks, $"depthwise({tile})");
    }

    /// <summary>Estimated core cycles from first to last instruction; null when no tile fits.</summary>
    public static double? Estimate(ConvProblem problem, MluTarget target) =>
        WindowTiling.Choose(target, problem.N, Whole(problem), candidate => Cost(problem, candidate, target)) is { } tile
            ? WindowTiling.Estimate(target, problem.N, Whole(problem), tile, Cost(problem, tile, target))
            : null;

    private static WindowTile Whole(ConvProblem p) => new(p.Ho, p.Wo, p.Ci);

    /// <summary>Sizes and addresses that follow from a tile.</summary>
    private readonly record struct Buffers(long PhaseBytes, long InBytes, long OutBytes, long OutBase, long WeightBase, long WeightBytes, long BiasBase, long BiasBytes, long Scratch, long Total)
    {
        public static Buffers Of(ConvProblem p, WindowTile tile, MluTarget target)
        {
            var e = target.ElementBytes;
            var line = (tile.Columns + Extra(p.ReachX, p.Sx)) * tile.Channels * e;
            // the last tap of the last row reads a few columns beyond its phase
            var phase = TileMath.Align((tile.Rows + Extra(p.ReachY, p.Sy) + 1) * line);
            long input = p.Sy * p.Sx * phase, output = TileMath.Align(tile.Rows * line);
            long weight = TileMath.Align(p.Kh * p.Kw * tile.Channels * e), bias = p.HasBias ? TileMath.Align(tile.Channels * e) : 0;
            // taps that are loaded with every tile are double buffered
            var halves = tile.Channels < p.Ci ? 2 : 1;
            long outBase = 2 * input, weightBase = outBase + (2 * output), biasBase = weightBase + (halves * weight), scratch = biasBase + (halves * bias);
            return new Buffers(phase, input, output, outBase, weightBase, weight, biasBase, bias, scratch, scratch + (ActivationCode.NeedsScratch(p.Activation) ? output : 0));
        }
    }

    private static WindowTileCost Cost(ConvProblem p, WindowTile tile, MluTarget target)
    {
        var buffers = Buffers.Of(p, tile, target);
        var cut = tile.Channels < p.Ci;
        var copied = buffers.InBytes + buffers.OutBytes + (cut ? buffers.WeightBytes + buffers.BiasBytes : 0);
        var pieces = p.Sx > 1 || cut ? tile.Columns + Extra(p.ReachX, p.Sx) : 1;
        var segments = (p.Sy * p.Sx * (tile.Rows + Extra(p.ReachY, p.Sy)) * pieces) + (tile.Rows * (cut ? tile.Columns : 1)) + (cut ? p.Kh * p.Kw : 0);
        var passes = (p.Kh * p.Kw) + (p.HasBias ? 1 : 0) + ActivationCode.Passes(p.Activation, 4);
        return new WindowTileCost(buffers.Total, copied, segments, passes * target.VectorCycles(buffers.OutBytes));
    }

    /// <summary>Positions beyond the result that a phase needs for the last window.</summary>
    private static long Extra(long reach, long stride) => (reach - 1) / stride;

    private bool CutsChannels => _tile.Channels < _p.Ci;

    /// <summary>True when padding left and right lies at the same place in every tile.</summary>
    private bool WholeLines => _tile.Columns == _p.Wo && !CutsChannels;

    private void Body()
    {
        if (!CutsChannels)
        {
            LoadTaps(0, new TilePart(0, _p.Ci));
        }

        if (WholeLines)
        {
            _k.Fill(_target.Type, 0, 0, 2 * _buffers.InBytes / _e);
        }

        if (WholeLines || !CutsChannels)
        {
            _k.Sync();
        }

        _grid.Pipeline(Load, Compute, step =>
        {
            var parts = _grid.At(step);
            WindowOutput.Store(_k, parts, _grid.Output(step, _buffers.OutBase, _buffers.OutBytes), _y, _whole, _e, _k.Add(parts[2].Count, Extra(_p.ReachX, _p.Sx)));
        });
    }

    private void Load(Val step)
    {
        var (image, row, column, channel) = _grid.At(step);
        var buffer = _grid.Input(step, 0, _buffers.InBytes);
        for (var py = 0L; py < _p.Sy; py++)
        {
            var rows = _input.Rows(_k.Add(_k.Mul(row.First, _p.Sy), py - _p.Top), _k.Add(row.Count, Extra(_p.ReachY, _p.Sy)), _p.Sy, true);
            for (var px = 0L; px < _p.Sx; px++)
            {
                var columns = _input.Columns(_k.Add(_k.Mul(column.First, _p.Sx), px - _p.Left), _k.Add(column.Count, Extra(_p.ReachX, _p.Sx)), _p.Sx, true);
                _input.Load(_k.Add(buffer, ((py * _p.Sx) + px) * _buffers.PhaseBytes), image.First, rows, columns, channel, WholeLines);
            }
        }

        if (CutsChannels)
        {
            LoadTaps(step, channel);
        }
    }

    private Val Taps(Val step) => CutsChannels ? _grid.Input(step, _buffers.WeightBase, _buffers.WeightBytes) : _buffers.WeightBase;

    private Val Bias(Val step) => CutsChannels ? _grid.Input(step, _buffers.BiasBase, _buffers.BiasBytes) : _buffers.BiasBase;

    private void LoadTaps(Val step, TilePart channel)
    {
        Val bytes = _k.Mul(channel.Count, _e), offset = _k.Mul(channel.First, _e);
        _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, Taps(step), _k.Add(_w, offset), bytes, bytes, _p.Ci * _e, _p.Kh * _p.Kw);
        if (_p.HasBias)
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Nram, Bias(step), _k.Add(_bias, offset), bytes);
        }
    }

    private void Compute(Val step)
    {
        var (_, row, column, channel) = _grid.At(step);
        var buffer = _grid.Input(step, 0, _buffers.InBytes);
        var output = _grid.Output(step, _buffers.OutBase, _buffers.OutBytes);
        var pitch = _k.Mul(_k.Add(column.Count, Extra(_p.ReachX, _p.Sx)), channel.Count);
        var count = _k.Mul(row.Count, pitch);
        DepthwiseTaps.Emit(_k, _target.Type, _p, buffer, _buffers.PhaseBytes, pitch, channel.Count, Taps(step), output, count);
        if (_p.HasBias)
        {
            _k.Vector(MluOpcode.VCycleAdd, _target.Type, output, output, Bias(step), count, channel.Count);
        }

        ActivationCode.Emit(_k, _target.Type, _p.Activation, output, count, _buffers.Scratch);
    }
}
