using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Convolution (and matrix product with constant weights), channels last. Tasks share rows and output channels; inside a task tiles run through
/// the load-compute-store pipeline. Parameters: x, w (packed by <see cref="ConvWeights"/>), bias, residual, y.
/// </summary>
internal sealed class ConvKernel
{
    private readonly KernelWriter _k = new();
    private readonly ConvProblem _p;
    private readonly ConvSchedule _s;
    private readonly ConvTiling _t;
    private readonly MluDataType _type;
    private readonly long _e;
    private readonly Val _x;
    private readonly Val _w;
    private readonly Val _bias;
    private readonly Val _residual;
    private readonly Val _y;
    private readonly Val _rowTask;
    private readonly Val _coTask;
    private readonly Val _myRows;
    private readonly Val _myCo;

    private ConvKernel(ConvTiling tiling, MluTarget target)
    {
        (_p, _s, _t, _type, _e) = (tiling.Problem, tiling.Schedule, tiling, target.Type, target.ElementBytes);
        _x = _k.Parameter("x");
        _w = _k.Parameter("w");
        _bias = _p.HasBias ? _k.Parameter("bias") : 0;
        _residual = _p.HasResidual ? _k.Parameter("residual") : 0;
        _y = _k.Parameter("y");
        var task = _k.Special(MluSpecialRegister.TaskId);
        _rowTask = _k.Rem(task, _s.RowTasks);
        _coTask = _k.Div(task, _s.RowTasks);
        _myRows = Share(_t.RowTiles, _rowTask, _s.RowTasks);
        _myCo = Share(_t.CoTiles, _coTask, _s.CoTasks);
    }

    /// <summary>Writes the kernel for a tiling.</summary>
    public static LayerKernel Write(string name, ConvTiling tiling, MluTarget target)
    {
        var kernel = new ConvKernel(tiling, target);
        kernel.Body();
        var type = tiling.Schedule.Share ? MluTaskType.Union(1) : MluTaskType.Block;
        return new LayerKernel(kernel._k.Finish(name, type, tiling.Schedule.Share), tiling.Schedule.Tasks, tiling.Schedule.ToString());
    }

    /// <summary>How many of <paramref name="total"/> items task number <paramref name="task"/> of <paramref name="tasks"/> has when they are dealt in turn.</summary>
    private Val Share(long total, Val task, long tasks) => total % tasks == 0 ? total / tasks : SoftwarePipeline.Share(_k, total, task, tasks);

    private void Body()
    {
        if (!_s.Share)
        {
            Compute();
            return;
        }

        var core = _k.Special(MluSpecialRegister.CoreId);
        var isMemoryCore = _k.Equal(core, 0x80);
        _k.IfNotEqual(isMemoryCore, 0, StageWeights);
        _k.IfEqual(isMemoryCore, 0, Compute);
    }

    /// <summary>The memory core: brings the weights of each output-channel tile to SRAM, one tile ahead of the compute cores.</summary>
    private void StageWeights()
    {
        _k.For(0, _k.Mul(_myCo, _t.Slices == 1 ? 1 : _k.Mul(_t.Slices, _k.Max(_myRows, 1))), 1, load =>
        {
            var co = _t.Slices == 1 ? load : _k.Div(load, _k.Mul(_t.Slices, _k.Max(_myRows, 1)));
            Val slice = _t.Slices == 1 ? 0 : _k.Rem(load, _t.Slices);
            _k.Copy(MluSpace.Gdram, MluSpace.Sram, _k.Mul(_k.Rem(load, 2), SramStep), WeightAddress(CoTile(co), slice), _t.WeightBytes);
            _k.Barrier(MluBarrierScope.Cluster);
        });
    }

    private long SramStep => _t.SramBytes > _t.WeightBytes ? _t.WeightBytes : 0;

    private long WramStep => _t.WramBytes > _t.WeightBytes ? _t.WeightBytes : 0;

    private void Compute()
    {
        ZeroBorders();
        if (_s.Share)
        {
            // a core without rows still has to meet the memory core at every tile of weights
            _k.IfEqual(_myRows, 0, () => _k.For(0, _t.Slices == 1 ? _myCo : _k.Mul(_myCo, _t.Slices), 1, _ => _k.Barrier(MluBarrierScope.Cluster)));
        }

        var tiles = _k.Mul(_k.Mul(_myRows, _myCo), _t.Slices);
        SoftwarePipeline.Emit(_k, tiles, Load, ComputeTile, Store);
    }

    /// <summary>Left and right padding stays zero for the whole kernel: copies only ever write between them.</summary>
    private void ZeroBorders()
    {
        if (_p.Left + _p.Right > 0)
        {
            _k.Fill(_type, _t.InAddress, 0, 2 * _t.InBytes / _e);
            _k.Sync();
        }
    }

    // ---- where a tile is -------------------------------------------------------------------------------------------------------------

    private sealed record Place(Val Co, Val CoTile, Val Channels, Val Row, Val Slice, Val Index, Val Image, Val FirstRow, Val Rows);

    /// <summary>Splits a step number into channel tile, row tile and slice: slices turn fastest, then rows, then channels.</summary>
    private Place At(Val step)
    {
        var index = _k.Div(step, _t.Slices);
        var slice = _k.Rem(step, _t.Slices);
        Val co = _k.Div(index, _myRows), row = _k.Rem(index, _myRows);
        if (_myCo.Is(1))
        {
            (co, row) = (0, index);
        }
        else if (_myRows.Is(1))
        {
            (co, row) = (index, 0);
        }

        var coTile = CoTile(co);
        var channels = _p.Co % _s.Co == 0 ? _s.Co : _k.Min(_s.Co, _k.Sub(_p.Co, _k.Mul(coTile, _s.Co)));
        var rowTile = _k.Add(_rowTask, _k.Mul(row, _s.RowTasks));
        var image = _p.N == 1 ? 0 : _k.Div(rowTile, _t.RowTilesPerImage);
        var firstRow = _k.Mul(_p.N == 1 ? rowTile : _k.Rem(rowTile, _t.RowTilesPerImage), _s.Rows);
        var rows = _p.Ho % _s.Rows == 0 ? _s.Rows : _k.Min(_s.Rows, _k.Sub(_p.Ho, firstRow));
        return new Place(co, coTile, channels, row, slice, index, image, firstRow, rows);
    }

    private Val CoTile(Val co) => _k.Add(_coTask, _k.Mul(co, _s.CoTasks));

    private Val WeightAddress(Val coTile, Val slice) => _k.Add(_w, _k.Mul(_k.Add(_k.Mul(coTile, _t.Slices), slice), _t.WeightBytes));

    private Val Half(long address, long bytes, Val turn) => SoftwarePipeline.Half(_k, address, bytes, turn);

    /// <summary>Which of the two weight buffers a step uses: slices alternate by step, otherwise channel tiles alternate.</summary>
    private Val WeightTurn(Val step, Place at) => _t.Slices > 1 ? step : at.Co;

    private bool OneInputForAll => _t.Slices == 1 && _myRows.Is(1);

    private Val InputTurn(Val step, Place at) => OneInputForAll ? 0 : _t.SlicesChannels ? step : at.Index;

    // ---- load ------------------------------------------------------------------------------------------------------------------------

    private void Load(Val step)
    {
        var at = At(step);
        if (_t.Slices > 1)
        {
            LoadWeights(step, at);
            // the weights come anew with every slice; the bias must not, an earlier row tile may be reading it
            _k.IfEqual(at.Slice, 0, () => _k.IfEqual(at.Row, 0, () => LoadBias(at)));
        }
        else
        {
            _k.IfEqual(at.Row, 0, () =>
            {
                LoadWeights(step, at);
                LoadBias(at);
            });
        }

        if (OneInputForAll)
        {
            _k.IfEqual(step, 0, () => LoadInput(step, at));
        }
        else if (_t.SlicesChannels)
        {
            LoadInput(step, at);
        }
        else
        {
            _k.IfEqual(at.Slice, 0, () => LoadInput(step, at));
        }

        if (_p.HasResidual)
        {
            _k.IfEqual(at.Slice, 0, () =>
                _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, Half(_t.ResidualAddress, _t.OutBytes, at.Index), _k.Add(_residual, OutputOffset(at)), _k.Mul(at.Channels, _e),
                    _k.Mul(at.Channels, _e), _p.Co * _e, _k.Mul(at.Rows, _p.Wo)));
        }
    }

    private void LoadWeights(Val step, Place at)
    {
        var wram = Half(0, WramStep, WeightTurn(step, at));
        if (_s.Share)
        {
            _k.Barrier(MluBarrierScope.Cluster);
            _k.Copy(MluSpace.Sram, MluSpace.Wram, wram, Half(0, SramStep, WeightTurn(step, at)), _t.WeightBytes);
        }
        else
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Wram, wram, WeightAddress(at.CoTile, at.Slice), _t.WeightBytes);
        }
    }

    private void LoadBias(Place at)
    {
        if (_p.HasBias)
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Nram, Half(_t.BiasAddress, _t.BiasBytes, at.Co), _k.Add(_bias, _k.Mul(at.CoTile, _s.Co * _e)), _k.Mul(at.Channels, _e));
        }
    }

    private void LoadInput(Val step, Place at)
    {
        var buffer = Half(_t.InAddress, _t.InBytes, InputTurn(step, at));
        var rowBytes = _p.W * _p.Ci * _e;
        var pitch = _t.PitchElements * _e;
        var image = _k.Add(_x, _k.Mul(at.Image, _p.H * rowBytes));
        if (_t.SlicesChannels)
        {
            var from = _k.Mul(at.Slice, _t.SliceCi);
            var channels = SliceChannels(at);
            // pixels are rows of a matrix here: a slice takes the same columns of each
            var source = _k.Add(image, _k.Add(_k.Mul(at.FirstRow, rowBytes * (_t.SkipRows ? _p.Sy : 1)), _k.Mul(from, _e)));
            _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, buffer, source, _k.Mul(channels, _e), _k.Mul(channels, _e), rowBytes * (_t.SkipRows ? _p.Sy : 1), at.Rows);
            return;
        }

        if (_t.SkipRows)
        {
            var source = _k.Add(image, _k.Mul(at.FirstRow, rowBytes * _p.Sy));
            _k.Copy2D(MluSpace.Gdram, MluSpace.Nram, _k.Add(buffer, _p.Left * _p.Ci * _e), source, rowBytes, pitch, rowBytes * _p.Sy, at.Rows);
            return;
        }

        var start = _k.Sub(_k.Mul(at.FirstRow, _p.Sy), _p.Top);
        var rows = _k.Add(_k.Mul(_k.Sub(at.Rows, 1), _p.Sy), _p.ReachY);
        Val above = _p.Top == 0 ? 0 : _k.Max(_k.Sub(0, start), 0);
        Val below = _p.Bottom == 0 ? 0 : _k.Max(_k.Sub(_k.Add(start, rows), _p.H), 0);
        if (_p.Top > 0)
        {
            _k.Fill(_type, buffer, 0, _k.Mul(above, _t.PitchElements));
        }

        if (_p.Bottom > 0)
        {
            _k.Fill(_type, _k.Add(buffer, _k.Mul(_k.Sub(rows, below), pitch)), 0, _k.Mul(below, _t.PitchElements));
        }

        var loaded = _k.Sub(_k.Sub(rows, above), below);
        _k.Copy2D(
            MluSpace.Gdram, MluSpace.Nram, _k.Add(_k.Add(buffer, _k.Mul(above, pitch)), _p.Left * _p.Ci * _e), _k.Add(image, _k.Mul(_k.Add(start, above), rowBytes)),
            rowBytes, pitch, rowBytes, loaded);
    }

    private Val SliceChannels(Place at) => _p.Ci % _t.SliceCi == 0 ? _t.SliceCi : _k.Min(_t.SliceCi, _k.Sub(_p.Ci, _k.Mul(at.Slice, _t.SliceCi)));

    // ---- compute ---------------------------------------------------------------------------------------------------------------------

    private void ComputeTile(Val step)
    {
        var at = At(step);
        var source = Half(_t.InAddress, _t.InBytes, InputTurn(step, at));
        var output = Half(_t.OutAddress, _t.OutBytes, at.Index);
        var weights = Half(0, WramStep, WeightTurn(step, at));
        Val kernelRows = _p.Kh, channels = _p.Ci;
        if (_t.SlicesChannels)
        {
            channels = SliceChannels(at);
        }
        else if (_t.Slices > 1)
        {
            kernelRows = _p.Kh % _t.SliceKh == 0 ? _t.SliceKh : _k.Min(_t.SliceKh, _k.Sub(_p.Kh, _k.Mul(at.Slice, _t.SliceKh)));
            source = _k.Add(source, _k.Mul(at.Slice, _t.SliceKh * _p.Dy * _t.PitchElements * _e));
        }

        var h = _k.Add(_k.Mul(_k.Sub(at.Rows, 1), _t.RowStep), _k.Add(_k.Mul(_k.Sub(kernelRows, 1), _p.Dy), 1));
        Val w = _p.W + _p.Left + _p.Right;
        void Conv(Val? partial) => _k.Conv(
            _type, _type, _type, output, source, weights, partial, channels, h, w, kernelRows, _p.Kw, _p.Sx, _t.RowStep, at.Channels, _p.Dx, _p.Dy);
        Val? residual = _p.HasResidual ? Half(_t.ResidualAddress, _t.OutBytes, at.Index) : null;
        if (_t.Slices == 1)
        {
            Conv(residual);
            Finish(at, output);
            return;
        }

        _k.IfEqual(at.Slice, 0, () => Conv(residual));
        _k.IfNotEqual(at.Slice, 0, () => Conv(output));
        _k.IfEqual(at.Slice, _t.Slices - 1, () => Finish(at, output));
    }

    private void Finish(Place at, Val output)
    {
        var count = _k.Mul(_k.Mul(at.Rows, _p.Wo), at.Channels);
        if (_p.HasBias)
        {
            _k.Vector(MluOpcode.VCycleAdd, _type, output, output, Half(_t.BiasAddress, _t.BiasBytes, at.Co), count, at.Channels);
        }

        ActivationCode.Emit(_k, _type, _p.Activation, output, count, _t.ScratchAddress);
    }

    // ---- store -----------------------------------------------------------------------------------------------------------------------

    private void Store(Val step)
    {
        var at = At(step);
        _k.IfEqual(at.Slice, _t.Slices - 1, () =>
            _k.Copy2D(MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, OutputOffset(at)), Half(_t.OutAddress, _t.OutBytes, at.Index), _k.Mul(at.Channels, _e), _p.Co * _e,
                _k.Mul(at.Channels, _e), _k.Mul(at.Rows, _p.Wo)));
    }

    private Val OutputOffset(Place at)
    {
        var pixel = _k.Mul(_k.Add(_k.Mul(at.Image, _p.Ho), at.FirstRow), _p.Wo);
        return _k.Add(_k.Mul(pixel, _p.Co * _e), _k.Mul(at.CoTile, _s.Co * _e));
    }
}
