using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <content>
/// What goes through the cluster's SRAM: weights that all cores need, input tiles and results of four and five stages, and what the clusters of a
/// union pass on to each other.
/// </content>
internal sealed partial class ConvKernel
{
    /// <summary>Who has to be there before weights from SRAM may be used.</summary>
    private MluBarrierScope WeightScope => _t.PassesWeights ? MluBarrierScope.All : MluBarrierScope.Cluster;

    /// <summary>Steps of four and five stages, the same for every cluster of a union.</summary>
    private long Steps => _myTiles.Constant * _myCo.Constant * _t.Slices;

    /// <summary>The memory core of three stages: brings the weights of each channel tile to SRAM, one tile ahead of the compute cores.</summary>
    private void StageWeights()
    {
        var tiles = _t.Slices == 1 ? 1 : _myTiles;
        _k.For(0, _k.Mul(_k.Mul(_myCo, tiles), _t.Slices), 1, load =>
        {
            var coTile = _k.Add(_coTask, _k.Mul(_k.Div(load, _k.Mul(tiles, _t.Slices)), _s.CoTasks));
            var from = _k.Add(_w, _k.Mul(_k.Add(_k.Mul(coTile, _t.Slices), _k.Rem(load, _t.Slices)), _t.WeightBytes));
            FetchWeights(Half(0, _t.SharedWeightStep, load), from, 1);
            _k.Barrier(WeightScope);
        });
    }

    /// <summary>Brings blocks of weights to SRAM; in a union each cluster reads a part of every block and passes it on.</summary>
    private void FetchWeights(Val to, Val from, Val blocks)
    {
        long size = _t.WeightBytes, stride = _t.Slices * _t.WeightBytes;
        if (!_t.PassesWeights)
        {
            _k.Copy2D(MluSpace.Gdram, MluSpace.Sram, to, from, size, size, stride, blocks);
            return;
        }

        WithMyPart(size, _t.WeightPartBytes, (offset, bytes) =>
        {
            // while one piece is passed on the next is read
            var piece = TileMath.Align(TileMath.CeilDiv(_t.WeightPartBytes, _t.PassPieces));
            for (var start = 0L; start < _t.WeightPartBytes + piece; start += piece)
            {
                Piece(start, (at, count) => _k.Copy2D(MluSpace.Gdram, MluSpace.Sram, _k.Add(to, at), _k.Add(from, at), count, size, stride, blocks));
                Piece(start - piece, (at, count) => PassOn(_k.Add(to, at), count, size, blocks));
                if (start < _t.WeightPartBytes)
                {
                    _k.Sync(MluSyncMask.Io);
                }
            }

            void Piece(long start, Action<Val, Val> then)
            {
                if (start >= 0 && start < _t.WeightPartBytes)
                {
                    _k.IfLess(start, bytes, () => then(_k.Add(offset, start), _k.Min(Math.Min(piece, _t.WeightPartBytes - start), _k.Sub(bytes, start))));
                }
            }
        });
    }

    /// <summary>The part of some bytes that this cluster reads for its union; clusters beyond the last part have none.</summary>
    private void WithMyPart(Val total, Val part, Action<Val, Val> then)
    {
        var offset = _k.Mul(_cluster, part);
        _k.IfLess(offset, total, () => then(offset, _k.Min(part, _k.Sub(total, offset))));
    }

    /// <summary>Copies what has just been read to the same place in the SRAM of every other cluster, beginning with the next one.</summary>
    private void PassOn(Val address, Val bytes, Val stride, Val segments)
    {
        _k.For(1, _s.Union, 1, distance => _k.CopyToCluster(_k.Rem(_k.Add(_cluster, distance), _s.Union), address, bytes, stride, segments));
    }

    // ---- four and five stages --------------------------------------------------------------------------------------------------------

    /// <summary>The memory core: brings the tiles of a step while the cores take those of the step before, and takes results away.</summary>
    private void MoveTiles() => _k.For(0, Steps + _s.Stages - 1, 1, step =>
    {
        _k.IfLess(step, Steps, () => Bring(step, At(step)));
        if (_t.CombinesOutput)
        {
            _k.IfLess(3, step, () => WhenThere(_k.Sub(step, 4), TakeAway));
        }

        EndStep(step);
    });

    /// <summary>A compute core: takes the tile that has arrived, computes the one before, hands on the one before that.</summary>
    private void ComputeSteps() => _k.For(0, Steps + _s.Stages - 1, 1, step =>
    {
        Stage(step, 1, Load);
        Stage(step, 2, ComputeTile);
        Stage(step, 3, (_, at) => Store(at));
        EndStep(step);
    });

    private void Stage(Val step, int behind, Action<Val, Place> work) => _k.IfLess(behind - 1, step, () =>
    {
        var tile = _k.Sub(step, behind);
        _k.IfLess(tile, Steps, () => WhenThere(tile, at => work(tile, at)));
    });

    /// <summary>Where tiles do not come out even some tasks have none left; they only keep step.</summary>
    private void WhenThere(Val step, Action<Place> then)
    {
        var at = At(step);
        WhenPixels(at, () => WhenChannels(at, () => then(at)));
    }

    private void WhenPixels(Place at, Action then) => When(at.PixelTile, _t.PixelTiles, _s.RowTasks, then);

    private void WhenChannels(Place at, Action then) => When(at.CoTile, _t.CoTiles, _s.CoTasks, then);

    private void When(Val tile, long tiles, long tasks, Action then)
    {
        if (tiles % tasks == 0)
        {
            then();
        }
        else
        {
            _k.IfLess(tile, tiles, then);
        }
    }

    /// <summary>All of the union meet where something was passed on, otherwise those of the cluster.</summary>
    private void EndStep(Val step)
    {
        if (_t.PassesInput || (_t.PassesWeights && _t.Slices > 1))
        {
            _k.Barrier(MluBarrierScope.All);
        }
        else if (_t.PassesWeights)
        {
            var turn = _k.Rem(step, _myTiles);
            _k.IfEqual(turn, 0, () => _k.Barrier(MluBarrierScope.All));
            _k.IfNotEqual(turn, 0, () => _k.Barrier(MluBarrierScope.Cluster));
        }
        else
        {
            _k.Barrier(MluBarrierScope.Cluster);
        }
    }

    private void Bring(Val step, Place at)
    {
        if (_s.Share)
        {
            WhenNewWeights(at, () =>
            {
                var blocks = _t.CoTiles % _s.CoTasks == 0 ? _s.CoTasks : _k.Min(_s.CoTasks, _k.Sub(_t.CoTiles, at.CoTile));
                FetchWeights(Half(0, _t.SharedWeightStep, WeightTurn(step, at)), WeightAddress(at), blocks);
            });
        }

        WhenPixels(at, () =>
        {
            // a cluster without channels still reads its part of what the union needs
            WhenNewInput(step, at, () =>
            {
                if (_t.PassesInput)
                {
                    BringInput(step, at);
                }
                else
                {
                    WhenChannels(at, () => BringInput(step, at));
                }
            });
            if (_p.HasResidual && _t.CombinesOutput)
            {
                _k.IfEqual(at.Slice, 0, () => WhenChannels(at, () => CopyBlock(
                    new Block(MluSpace.Sram, Half(_t.SharedResidualAddress, _t.SharedOutBytes, at.Index)), Result(_residual, at), ClusterBytes(at), at.Cols, at.Rows)));
            }
        });
    }

    private void BringInput(Val step, Place at)
    {
        Span rows = RowSpan(at), cols = ColSpan(at);
        var from = Image(at, rows, cols);
        var to = Half(_t.SharedInAddress, _t.SharedInBytes, InputTurn(step, at));
        Val height = Inside(rows), width = Inside(cols);
        if (!_t.PassesInput)
        {
            CopyBlock(new Block(MluSpace.Sram, to), from, _k.Mul(Part(_p.Ci, _t.SliceCi, at.CiSlice), _e), width, height, MayBeEmpty);
            return;
        }

        var total = _k.Mul(height, _p.W * _p.Ci * _e);
        WithMyPart(total, _k.Mul(_k.DivUp(_k.DivUp(total, _s.Union), 128), 128), (offset, bytes) =>
        {
            _k.Copy(MluSpace.Gdram, MluSpace.Sram, _k.Add(to, offset), _k.Add(from.Address, offset), bytes);
            _k.Sync(MluSyncMask.Io);
            PassOn(_k.Add(to, offset), bytes, bytes, 1);
        });
    }

    private void TakeAway(Place at) => _k.IfEqual(at.Slice, _t.Slices - 1, () => CopyBlock(
        Result(_y, at), new Block(MluSpace.Sram, Half(_t.SharedOutAddress, _t.SharedOutBytes, at.Index)), ClusterBytes(at), at.Cols, at.Rows));

    /// <summary>Bytes of a pixel that the cores of this cluster compute together; the place is that of the first of them.</summary>
    private Val ClusterBytes(Place first) =>
        _p.Co % _t.ClusterCo == 0 ? _t.ClusterCo * _e : _k.Mul(_k.Min(_t.ClusterCo, _k.Sub(_p.Co, _k.Mul(first.CoTile, _s.Co))), _e);

    /// <summary>A core's channels in a buffer that the cores of the cluster share.</summary>
    private Block SharedResult(Place at, long address)
    {
        var first = at with { CoTile = _k.Sub(at.CoTile, _core) };
        var pixel = ClusterBytes(first);
        return new Block(
            MluSpace.Sram, _k.Add(Half(address, _t.SharedOutBytes, at.Index), _k.Mul(_core, _s.Co * _e)), pixel, _k.Mul(pixel, at.Cols));
    }
}
