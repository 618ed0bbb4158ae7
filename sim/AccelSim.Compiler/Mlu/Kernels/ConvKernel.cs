using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Convolution (and matrix product with constant weights), channels last. Tasks share pixels and output channels; inside a task tiles run through
/// a pipeline of three stages, or through SRAM by four or five. Parameters: x, w (packed by <see cref="ConvWeights"/>), bias, residual, y.
/// </summary>
internal sealed partial class ConvKernel
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
    private readonly Val _core;
    private readonly Val _cluster;
    private readonly Val _rowTask;
    private readonly Val _coTask;
    private readonly Val _myTiles;
    private readonly Val _myCo;

    private ConvKernel(ConvTiling tiling, MluTarget target)
    {
        (_p, _s, _t, _type, _e) = (tiling.Problem, tiling.Schedule, tiling, target.Type, target.ElementBytes);
        _x = _k.Parameter("x");
        _w = _k.Parameter("w");
        _bias = _p.HasBias ? _k.Parameter("bias") : 0;
        _residual = _p.HasResidual ? _k.Parameter("residual") : 0;
        _y = _k.Parameter("y");
        _core = _s.UsesMemoryCore ? _k.Special(MluSpecialRegister.CoreId) : 0;
        _cluster = _s.Union > 1 ? _k.Special(MluSpecialRegister.ClusterId) : 0;
        var task = _k.Special(MluSpecialRegister.TaskId);
        if (_t.SplitsChannels)
        {
            // neighbours take the same pixels and other channels; all of a union go through as many steps, some of them without work
            (_rowTask, _coTask) = (_k.Div(task, _s.CoTasks), _k.Rem(task, _s.CoTasks));
            (_myTiles, _myCo) = (TileMath.CeilDiv(_t.PixelTiles, _s.RowTasks), TileMath.CeilDiv(_t.CoTiles, _s.CoTasks));
        }
        else
        {
            (_rowTask, _coTask) = (_k.Rem(task, _s.RowTasks), _k.Div(task, _s.RowTasks));
            _myTiles = _t.MeetsEveryStep ? TileMath.CeilDiv(_t.PixelTiles, _s.RowTasks) : Share(_t.PixelTiles, _rowTask, _s.RowTasks);
            _myCo = Share(_t.CoTiles, _coTask, _s.CoTasks);
        }
    }

    /// <summary>Writes the kernel for a tiling.</summary>
    public static LayerKernel Write(string name, ConvTiling tiling, MluTarget target)
    {
        var kernel = new ConvKernel(tiling, target);
        kernel.Body();
        var schedule = tiling.Schedule;
        var type = schedule.UsesMemoryCore ? MluTaskType.Union(schedule.Union) : MluTaskType.Block;
        return new LayerKernel(kernel._k.Finish(name, type, schedule.UsesMemoryCore), schedule.Tasks, schedule.ToString());
    }

    /// <summary>How many of <paramref name="total"/> items task number <paramref name="task"/> of <paramref name="tasks"/> has when they are dealt in turn.</summary>
    private Val Share(long total, Val task, long tasks) => total % tasks == 0 ? total / tasks : SoftwarePipeline.Share(_k, total, task, tasks);

    private void Body()
    {
        if (!_s.UsesMemoryCore)
        {
            Compute();
            return;
        }

        var isMemoryCore = _k.Equal(_core, 0x80);
        _k.IfNotEqual(isMemoryCore, 0, _t.SplitsChannels ? MoveTiles : StageWeights);
        _k.IfEqual(isMemoryCore, 0, Compute);
    }

    private void Compute()
    {
        ZeroBorders();
        if (_t.SplitsChannels)
        {
            ComputeSteps();
            return;
        }

        if (_s.Share && !_t.MeetsEveryStep)
        {
            // a core without tiles still has to meet the memory core at every tile of weights
            _k.IfEqual(_myTiles, 0, () => _k.For(0, _myCo, 1, _ => _k.Barrier(WeightScope)));
        }

        var tiles = _k.Mul(_k.Mul(_myTiles, _myCo), _t.Slices);
        SoftwarePipeline.Emit(_k, tiles, step => Load(step, At(step)), step => WhenMine(step, at => ComputeTile(step, at)), step => WhenMine(step, Store));
    }

    private void WhenMine(Val step, Action<Place> then)
    {
        var at = At(step);
        if (_t.MeetsEveryStep)
        {
            WhenPixels(at, () => then(at));
        }
        else
        {
            then(at);
        }
    }

    // ---- where a tile is -------------------------------------------------------------------------------------------------------------

    /// <summary>What a step works on.</summary>
    /// <param name="Round">Which of the task's channel tiles.</param>
    /// <param name="CoTile">Channel tile.</param>
    /// <param name="Channels">Output channels of it.</param>
    /// <param name="Turn">Which of the task's pixel tiles.</param>
    /// <param name="Slice">Part of the reduction.</param>
    /// <param name="CiSlice">Its part of the input channels.</param>
    /// <param name="KhSlice">Its part of the window rows.</param>
    /// <param name="Index">Number of the result among the task's.</param>
    /// <param name="PixelTile">Pixel tile of all.</param>
    /// <param name="Image">Image.</param>
    /// <param name="FirstRow">First output row.</param>
    /// <param name="Rows">Output rows.</param>
    /// <param name="FirstCol">First output column.</param>
    /// <param name="Cols">Output columns.</param>
    private sealed record Place(
        Val Round, Val CoTile, Val Channels, Val Turn, Val Slice, Val CiSlice, Val KhSlice, Val Index, Val PixelTile, Val Image, Val FirstRow, Val Rows, Val FirstCol, Val Cols);

    /// <summary>Splits a step number into channel tile, pixel tile and slice: slices turn fastest, then pixels, then channels.</summary>
    private Place At(Val step)
    {
        var index = _k.Div(step, _t.Slices);
        var slice = _k.Rem(step, _t.Slices);
        Val round = _k.Div(index, _myTiles), turn = _k.Rem(index, _myTiles);
        if (_myCo.Is(1))
        {
            (round, turn) = (0, index);
        }
        else if (_myTiles.Is(1))
        {
            (round, turn) = (index, 0);
        }

        var coTile = _k.Add(_coTask, _k.Mul(round, _s.CoTasks));
        var channels = Part(_p.Co, _s.Co, coTile);
        var pixelTile = _k.Add(_rowTask, _k.Mul(turn, _s.RowTasks));
        var perImage = _t.RowTilesPerImage * _t.ColTiles;
        var image = _p.N == 1 ? 0 : _k.Div(pixelTile, perImage);
        var inImage = _p.N == 1 ? pixelTile : _k.Rem(pixelTile, perImage);
        Val rowTile = _k.Div(inImage, _t.ColTiles), colTile = _k.Rem(inImage, _t.ColTiles);
        return new Place(
            round, coTile, channels, turn, slice, _k.Div(slice, _t.KhSlices), _k.Rem(slice, _t.KhSlices), index, pixelTile, image,
            _k.Mul(rowTile, _s.Rows), Part(_p.Ho, _s.Rows, rowTile), _k.Mul(colTile, _t.Cols), Part(_p.Wo, _t.Cols, colTile));
    }

    /// <summary>Size of part <paramref name="index"/> of <paramref name="total"/> in parts of <paramref name="size"/>: the last may be smaller.</summary>
    private Val Part(long total, long size, Val index) =>
        total % size == 0 ? size : size >= total ? total : _k.Min(size, _k.Sub(total, _k.Mul(index, size)));

    private Val Half(long address, long bytes, Val turn) => SoftwarePipeline.Half(_k, address, bytes, turn);

    /// <summary>Which of the two weight buffers a step uses: slices alternate by step, otherwise channel tiles alternate.</summary>
    private Val WeightTurn(Val step, Place at) => _t.Slices > 1 ? step : at.Round;

    // ---- load ------------------------------------------------------------------------------------------------------------------------

    private void Load(Val step, Place at)
    {
        // where weights come once from a memory core that is still fetching them, everything else is brought meanwhile
        var weightsLast = _s.Share && !_t.SplitsChannels && _t.Slices == 1 && _myCo.Is(1);
        void Weights() => WhenNewWeights(at, () => LoadWeights(step, at));
        if (!weightsLast)
        {
            Weights();
        }

        if (_t.MeetsEveryStep && !_t.SplitsChannels)
        {
            WhenPixels(at, () => LoadData(step, at));
        }
        else
        {
            LoadData(step, at);
        }

        if (weightsLast)
        {
            Weights();
        }
    }

    private void LoadData(Val step, Place at)
    {
        if (_p.HasBias)
        {
            // weights that are cut come anew with every slice; the bias must not, an earlier tile may be reading it
            _k.IfEqual(at.Slice, 0, () => _k.IfEqual(at.Turn, 0, () => _k.Copy(
                MluSpace.Gdram, MluSpace.Nram, Half(_t.BiasAddress, _t.BiasBytes, at.Round), _k.Add(_bias, _k.Mul(at.CoTile, _s.Co * _e)), _k.Mul(at.Channels, _e))));
        }

        WhenNewInput(step, at, () => LoadInput(step, at));
        if (_p.HasResidual)
        {
            _k.IfEqual(at.Slice, 0, () => CopyBlock(
                new Block(MluSpace.Nram, Half(_t.ResidualAddress, _t.OutBytes, at.Index)), _t.CombinesOutput ? SharedResult(at, _t.SharedResidualAddress) : Result(_residual, at),
                _k.Mul(at.Channels, _e), at.Cols, at.Rows));
        }
    }

    private void WhenNewWeights(Place at, Action then)
    {
        if (_t.Slices > 1)
        {
            then();
        }
        else
        {
            _k.IfEqual(at.Turn, 0, then);
        }
    }

    private void LoadWeights(Val step, Place at)
    {
        var wram = Half(0, _t.WramStep, WeightTurn(step, at));
        if (!_s.Share)
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Wram, wram, WeightAddress(at), _t.WeightBytes);
            return;
        }

        var sram = Half(0, _t.SharedWeightStep, WeightTurn(step, at));
        if (_t.SplitsChannels)
        {
            sram = _k.Add(sram, _k.Mul(_core, _t.WeightBytes));
        }
        else
        {
            _k.Barrier(WeightScope);
        }

        _k.Copy(MluSpace.Sram, MluSpace.Wram, wram, sram, _t.WeightBytes);
    }

    private Val WeightAddress(Place at) => _k.Add(_w, _k.Mul(_k.Add(_k.Mul(at.CoTile, _t.Slices), at.Slice), _t.WeightBytes));

    // ---- compute ---------------------------------------------------------------------------------------------------------------------

    private void ComputeTile(Val step, Place at)
    {
        var channels = Part(_p.Ci, _t.SliceCi, at.CiSlice);
        var kernelRows = Part(_p.Kh, _t.SliceKh, at.KhSlice);
        var width = InputColumns(at);
        var source = Half(ConvTiling.InAddress, _t.InBytes, InputTurn(step, at));
        if (!_t.WindowsApart)
        {
            source = _k.Add(source, _k.Mul(_k.Mul(at.KhSlice, _t.SliceKh * _p.Dy * _e), _k.Mul(width, channels)));
        }

        var output = Half(_t.OutAddress, _t.OutBytes, at.Index);
        var height = _k.Add(_k.Mul(_k.Sub(at.Rows, 1), _t.RowStep), _k.Add(_k.Mul(_k.Sub(kernelRows, 1), _p.Dy), 1));
        void Conv(Val? partial) => _k.Conv(
            _type, _type, _type, output, source, Half(0, _t.WramStep, WeightTurn(step, at)), partial, channels, height, width, kernelRows, _p.Kw, _p.Sx, _t.RowStep, at.Channels,
            _p.Dx, _p.Dy);
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
        var count = _k.Mul(_k.Mul(at.Rows, at.Cols), at.Channels);
        if (_p.HasBias)
        {
            _k.Vector(MluOpcode.VCycleAdd, _type, output, output, Half(_t.BiasAddress, _t.BiasBytes, at.Round), count, at.Channels);
        }

        ActivationCode.Emit(_k, _type, _p.Activation, output, count, _t.ScratchAddress);
    }

    // ---- store -----------------------------------------------------------------------------------------------------------------------

    private void Store(Place at) =>
        _k.IfEqual(at.Slice, _t.Slices - 1, () => CopyBlock(
            _t.CombinesOutput ? SharedResult(at, _t.SharedOutAddress) : Result(_y, at), new Block(MluSpace.Nram, Half(_t.OutAddress, _t.OutBytes, at.Index)),
            _k.Mul(at.Channels, _e), at.Cols, at.Rows));

    /// <summary>The place of a tile in a tensor of the result's shape.</summary>
    private Block Result(Val tensor, Place at)
    {
        var pixel = _k.Add(_k.Mul(_k.Add(_k.Mul(at.Image, _p.Ho), at.FirstRow), _p.Wo), at.FirstCol);
        return new Block(
            MluSpace.Gdram, _k.Add(tensor, _k.Add(_k.Mul(pixel, _p.Co * _e), _k.Mul(at.CoTile, _s.Co * _e))), _p.Co * _e, _p.Wo * _p.Co * _e);
    }
}
