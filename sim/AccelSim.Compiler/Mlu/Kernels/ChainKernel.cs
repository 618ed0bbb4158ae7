using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// A chain of convolutions computed depth first: a tile of rows runs through all stages inside NRAM, with the filters of all stages in WRAM and the taps of
/// depthwise ones in NRAM. Rows at tile borders that a later window needs are computed again. Parameters: x, w (all dense stages), bias0.., taps0.., residual, y.
/// </summary>
internal sealed class ChainKernel
{
    private readonly KernelWriter _k = new();
    private readonly ChainTiling _t;
    private readonly MluDataType _type;
    private readonly long _e;
    private readonly Val _x;
    private readonly Val _w;
    private readonly Val[] _bias;
    private readonly Val[] _taps;
    private readonly Val _residual;
    private readonly Val _y;

    private ChainKernel(ChainTiling tiling, MluTarget target)
    {
        (_t, _type, _e) = (tiling, target.Type, target.ElementBytes);
        _x = _k.Parameter("x");
        _w = _k.Parameter("w");
        _bias = [.. tiling.Problem.Stages.Select((stage, s) => stage.HasBias ? _k.Parameter($"bias{s}") : 0)];
        _taps = [.. tiling.Problem.Stages.Select((stage, s) => stage.IsDepthwise ? _k.Parameter($"taps{s}") : 0)];
        _residual = LoadsResidual ? _k.Parameter("residual") : 0;
        _y = _k.Parameter("y");
    }

    /// <summary>Writes the kernel for a tiling.</summary>
    public static LayerKernel Write(string name, ChainTiling tiling, MluTarget target)
    {
        var kernel = new ChainKernel(tiling, target);
        kernel.Body();
        var type = tiling.Schedule.Share ? MluTaskType.Union(1) : MluTaskType.Block;
        return new LayerKernel(kernel._k.Finish(name, type, tiling.Schedule.Share), tiling.Tasks, tiling.Schedule.ToString());
    }

    private ConvProblem First => _t.Problem.Stages[0];

    private ConvProblem Last => _t.Problem.Stages[^1];

    private bool LoadsResidual => Last.HasResidual && !_t.Problem.ResidualIsInput;

    private void Body()
    {
        if (!_t.Schedule.Share)
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Wram, 0, _w, _t.WramBytes);
            Compute();
            return;
        }

        var isMemoryCore = _k.Equal(_k.Special(MluSpecialRegister.CoreId), 0x80);
        _k.IfNotEqual(isMemoryCore, 0, () =>
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Sram, 0, _w, _t.WramBytes);
            _k.Barrier(MluBarrierScope.Cluster);
        });
        _k.IfEqual(isMemoryCore, 0, () =>
        {
            _k.Barrier(MluBarrierScope.Cluster);
            _k.Copy(MluSpace.Sram, MluSpace.Wram, 0, 0, _t.WramBytes);
            Compute();
        });
    }

    private void Compute()
    {
        for (var s = 0; s < _t.Problem.Stages.Length; s++)
        {
            var stage = _t.Problem.Stages[s];
            if (stage.HasBias)
            {
                _k.Copy(MluSpace.Gdram, MluSpace.Nram, _t.Biases[s], _bias[s], stage.Co * _e);
            }

            if (stage.IsDepthwise)
            {
                _k.Copy(MluSpace.Gdram, MluSpace.Nram, _t.Taps[s], _taps[s], stage.Kh * stage.Kw * stage.Ci * _e);
            }
        }

        if (ChainTiling.IsPadded(First))
        {
            _k.Fill(_type, _t.InputAddress, 0, 2 * _t.InputBytes / _e);
        }

        _k.Sync();
        var task = _k.Special(MluSpecialRegister.TaskId);
        var mine = _t.Tiles % _t.Tasks == 0 ? _t.Tiles / _t.Tasks : _k.Max(SoftwarePipeline.Share(_k, _t.Tiles, task, _t.Tasks), 0);
        SoftwarePipeline.Emit(_k, mine, step => Load(step, Place(task, step)), step => ComputeTile(step, Place(task, step)), step => Store(step, Place(task, step)));
    }

    /// <summary>A tile: its image and, per stage, the first row and number of rows of the stage's result, clipped to the image.</summary>
    private sealed record Tile(Val Image, Val[] FirstRow, Val[] Rows);

    private Tile Place(Val task, Val step)
    {
        var stages = _t.Problem.Stages;
        var index = _k.Add(task, _k.Mul(step, _t.Tasks));
        var image = First.N == 1 ? 0 : _k.Div(index, _t.TilesPerImage);
        var first = new Val[stages.Length + 1];
        var rows = new Val[stages.Length + 1];
        // position s+1 is the result of stage s, position 0 the input of the chain
        first[^1] = _k.Mul(First.N == 1 ? index : _k.Rem(index, _t.TilesPerImage), _t.Schedule.Rows);
        rows[^1] = Last.Ho % _t.Schedule.Rows == 0 ? _t.Schedule.Rows : _k.Min(_t.Schedule.Rows, _k.Sub(Last.Ho, first[^1]));
        for (var s = stages.Length - 1; s >= 0; s--)
        {
            var stage = stages[s];
            var from = _k.Sub(_k.Mul(first[s + 1], stage.Sy), stage.Top);
            var to = _k.Add(_k.Add(from, _k.Mul(_k.Sub(rows[s + 1], 1), stage.Sy)), stage.ReachY);
            first[s] = stage.Top == 0 ? from : _k.Max(from, 0);
            rows[s] = _k.Sub(stage.Bottom == 0 ? to : _k.Min(to, stage.H), first[s]);
        }

        return new Tile(image, first, rows);
    }

    /// <summary>Rows of zeros that a stage's window sees above and below its clipped input.</summary>
    private (Val Above, Val Below) Outside(Tile tile, int s)
    {
        var stage = _t.Problem.Stages[s];
        var from = _k.Sub(_k.Mul(tile.FirstRow[s + 1], stage.Sy), stage.Top);
        Val above = stage.Top == 0 ? 0 : _k.Sub(tile.FirstRow[s], from);
        var window = _k.Add(_k.Mul(_k.Sub(tile.Rows[s + 1], 1), stage.Sy), stage.ReachY);
        Val below = stage.Bottom == 0 ? 0 : _k.Sub(_k.Sub(window, above), tile.Rows[s]);
        return (above, below);
    }

    private void Load(Val step, Tile tile)
    {
        var buffer = SoftwarePipeline.Half(_k, _t.InputAddress, _t.InputBytes, step);
        var rowBytes = First.W * First.Ci * _e;
        var source = _k.Add(_x, _k.Mul(_k.Add(_k.Mul(tile.Image, First.H), tile.FirstRow[0]), rowBytes));
        if (ChainTiling.IsPadded(First))
        {
            var (above, below) = Outside(tile, 0);
            var pitch = (First.W + First.Left + First.Right) * First.Ci;
            _k.Fill(_type, buffer, 0, _k.Mul(above, pitch));
            _k.Fill(_type, _k.Add(buffer, _k.Mul(_k.Add(above, tile.Rows[0]), pitch * _e)), 0, _k.Mul(below, pitch));
            _k.Copy2D(
                MluSpace.Gdram, MluSpace.Nram, _k.Add(_k.Add(buffer, _k.Mul(above, pitch * _e)), First.Left * First.Ci * _e), source, rowBytes, pitch * _e, rowBytes, tile.Rows[0]);
        }
        else
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Nram, buffer, source, _k.Mul(tile.Rows[0], rowBytes));
        }

        if (LoadsResidual)
        {
            var line = Last.Wo * Last.Co * _e;
            _k.Copy2D(
                MluSpace.Gdram, MluSpace.Nram, SoftwarePipeline.Half(_k, _t.ResidualAddress, _t.OutputBytes, step), _k.Add(_residual, OutputOffset(tile)), line,
                _t.Pitches[^1] * Last.Co * _e, line, tile.Rows[^1]);
        }
    }

    private void ComputeTile(Val step, Tile tile)
    {
        var stages = _t.Problem.Stages;
        var input = SoftwarePipeline.Half(_k, _t.InputAddress, _t.InputBytes, step);
        for (var s = 0; s < stages.Length; s++)
        {
            var stage = stages[s];
            var columns = _t.Pitches[s];
            var (above, below) = Outside(tile, s);
            if (_t.Padded[s] >= 0)
            {
                _k.Vector(MluOpcode.Pad, _type, _t.Padded[s], input, stage.Ci, tile.Rows[s], stage.W, above, below, stage.Left, stage.Right);
                (input, columns) = (_t.Padded[s], stage.W + stage.Left + stage.Right);
            }

            var output = s == stages.Length - 1 ? SoftwarePipeline.Half(_k, _t.OutputAddress, _t.OutputBytes, step) : _t.Results[s];
            if (stage.IsDepthwise)
            {
                Depthwise(s, tile.Rows[s + 1], columns, input, output);
            }
            else
            {
                Val? partial = stage.HasResidual ? Residual(step, tile) : null;
                _k.Conv(_type, _type, _type, output, input, _t.WeightOffsets[s], partial, stage.Ci, _k.Add(_k.Add(tile.Rows[s], above), below), columns, stage.Kh, stage.Kw, stage.Sx, stage.Sy,
                    stage.Co, stage.Dx, stage.Dy);
            }

            var count = _k.Mul(tile.Rows[s + 1], _t.Pitches[s + 1] * stage.Co);
            if (stage.HasBias)
            {
                _k.Vector(MluOpcode.VCycleAdd, _type, output, output, _t.Biases[s], count, stage.Co);
            }

            ActivationCode.Emit(_k, _type, stage.Activation, output, count, _t.ScratchAddress);
            input = output;
        }
    }

    /// <summary>A depthwise stage over padded rows. With a stride, windows of one split the input into its phases first.</summary>
    private void Depthwise(int s, Val rows, long columns, Val input, Val output)
    {
        var stage = _t.Problem.Stages[s];
        var pitch = _t.Pitches[s + 1];
        if (ChainTiling.HasPhases(stage))
        {
            for (var y = 0L; y < Math.Min(stage.Sy, stage.ReachY); y++)
            {
                // the last window sees as many rows of this phase beyond the result's
                var height = _k.Add(_k.Mul(_k.Add(rows, ((stage.ReachY - 1 - y) / stage.Sy) - 1), stage.Sy), 1);
                for (var x = 0L; x < Math.Min(stage.Sx, stage.ReachX); x++)
                {
                    _k.Vector(
                        MluOpcode.MaxPool, _type, _t.Phases[s] + (((y * stage.Sx) + x) * _t.PhaseBytes[s]), _k.Add(input, ((y * columns) + x) * stage.Ci * _e), stage.Ci, height, columns, 1, 1,
                        stage.Sx, stage.Sy);
                }
            }

            input = _t.Phases[s];
        }

        DepthwiseTaps.Emit(_k, _type, stage, input, _t.PhaseBytes[s], pitch * stage.Ci, stage.Ci, _t.Taps[s], output, _k.Mul(rows, pitch * stage.Ci));
    }

    /// <summary>What is added to the last stage's sum: loaded, or the rows of the chain's own input, spread to the pitch of the result where that differs.</summary>
    private Val Residual(Val step, Tile tile)
    {
        if (LoadsResidual)
        {
            return SoftwarePipeline.Half(_k, _t.ResidualAddress, _t.OutputBytes, step);
        }

        var rows = _k.Add(SoftwarePipeline.Half(_k, _t.InputAddress, _t.InputBytes, step), _k.Mul(_k.Sub(tile.FirstRow[^1], tile.FirstRow[0]), First.W * First.Ci * _e));
        if (!_t.WidensResidual)
        {
            return rows;
        }

        _k.Vector(MluOpcode.Pad, _type, _t.ResidualAddress, rows, Last.Co, tile.Rows[^1], Last.Wo, 0, 0, 0, _t.Pitches[^1] - Last.Wo);
        return _t.ResidualAddress;
    }

    private void Store(Val step, Tile tile)
    {
        var line = Last.Wo * Last.Co * _e;
        _k.Copy2D(
            MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, OutputOffset(tile)), SoftwarePipeline.Half(_k, _t.OutputAddress, _t.OutputBytes, step), line, line, _t.Pitches[^1] * Last.Co * _e,
            tile.Rows[^1]);
    }

    private Val OutputOffset(Tile tile) => _k.Mul(_k.Add(_k.Mul(tile.Image, Last.Ho), tile.FirstRow[^1]), Last.Wo * Last.Co * _e);
}
