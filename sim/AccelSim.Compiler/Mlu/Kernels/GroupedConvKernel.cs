using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Convolution whose channels are divided into groups. Neighbouring groups are computed together as one dense convolution with zeros between them, as many
/// as the lanes and multipliers take anyway. Such a block's filters stay in WRAM while its tiles run through the pipeline; blocks and their tiles are dealt to
/// the cores. Parameters: x, w (block by block), bias, y.
/// </summary>
internal sealed class GroupedConvKernel
{
    private readonly KernelWriter _k = new();
    private readonly GroupedConvTiling _t;
    private readonly ConvProblem _p;
    private readonly MluDataType _type;
    private readonly long _e;
    private readonly WindowInput _input;
    private readonly TileGrid _grid;
    private readonly Val _task;
    private readonly Val _w;
    private readonly Val _bias;
    private readonly Val _y;

    private GroupedConvKernel(GroupedConvTiling tiling, MluTarget target)
    {
        (_t, _p, _type, _e) = (tiling, tiling.Problem, target.Type, target.ElementBytes);
        var x = _k.Parameter("x");
        _w = _k.Parameter("w");
        _bias = _p.HasBias ? _k.Parameter("bias") : 0;
        _y = _k.Parameter("y");
        _task = _k.Special(MluSpecialRegister.TaskId);
        _input = new WindowInput(_k, _type, x, _p.H, _p.W, _p.Ci, 0);
        _grid = TileGrid.Among(
            _k.Rem(_task, _t.TasksPerBlock), _t.TasksPerBlock, _k, new TileAxis(_p.N, 1), new TileAxis(_p.Ho, _t.Tile.Rows), new TileAxis(_p.Wo, _t.Tile.Columns));
    }

    /// <summary>Writes the kernel for a tiling.</summary>
    public static LayerKernel Write(string name, GroupedConvTiling tiling, MluTarget target)
    {
        var kernel = new GroupedConvKernel(tiling, target);
        kernel.Body();
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), (int)tiling.Tasks, tiling.ToString());
    }

    /// <summary>True when padding left and right lies at the same place in every tile.</summary>
    private bool WholeLines => _t.Tile.Columns == _p.Wo;

    private void Body()
    {
        if (WholeLines && _p.Left + _p.Right > 0)
        {
            _k.Fill(_type, 0, 0, 2 * _t.InBytes / _e);
        }

        _k.For(_k.Div(_task, _t.TasksPerBlock), _t.Blocks, _t.BlocksAtOnce, block =>
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Wram, 0, _k.Add(_w, _k.Mul(block, _t.WeightBytes)), _t.WeightBytes);
            if (_p.HasBias)
            {
                _k.Copy(MluSpace.Gdram, MluSpace.Nram, _t.BiasBase, _k.Add(_bias, _k.Mul(block, _t.Co * _e)), _t.Co * _e);
            }

            _k.Sync();
            var from = new TilePart(_k.Mul(block, _t.Ci), _t.Ci);
            var to = new TilePart(_k.Mul(block, _t.Co), _t.Co);
            _grid.Pipeline(step => Load(step, from), Compute, step =>
                WindowOutput.Store(_k, [.. _grid.At(step), to], _grid.Output(step, _t.OutBase, _t.OutBytes), _y, new WindowTile(_p.Ho, _p.Wo, _p.Co), _e));
        });
    }

    private Val SeenRows(TilePart row) => _k.Add(_k.Mul(_k.Sub(row.Count, 1), _p.Sy), _p.ReachY);

    private Val SeenColumns(TilePart column) => _k.Add(_k.Mul(_k.Sub(column.Count, 1), _p.Sx), _p.ReachX);

    private void Load(Val step, TilePart channel)
    {
        var (image, row, column) = _grid.At(step);
        var rows = _input.Rows(_k.Sub(_k.Mul(row.First, _p.Sy), _p.Top), SeenRows(row), 1, _p.Top + _p.Bottom > 0);
        var columns = _input.Columns(_k.Sub(_k.Mul(column.First, _p.Sx), _p.Left), SeenColumns(column), 1, _p.Left + _p.Right > 0);
        _input.Load(_grid.Input(step, 0, _t.InBytes), image.First, rows, columns, channel, WholeLines);
    }

    private void Compute(Val step)
    {
        var (_, row, column) = _grid.At(step);
        var output = _grid.Output(step, _t.OutBase, _t.OutBytes);
        _k.Conv(
            _type, _type, _type, output, _grid.Input(step, 0, _t.InBytes), 0, null, _t.Ci, SeenRows(row), SeenColumns(column), _p.Kh, _p.Kw, _p.Sx, _p.Sy, _t.Co, _p.Dx, _p.Dy);
        var count = _k.Mul(_k.Mul(row.Count, column.Count), _t.Co);
        if (_p.HasBias)
        {
            _k.Vector(MluOpcode.VCycleAdd, _type, output, output, _t.BiasBase, count, _t.Co);
        }

        ActivationCode.Emit(_k, _type, _p.Activation, output, count, _t.Scratch);
    }
}
