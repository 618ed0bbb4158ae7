using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Attention of few queries (flash-decoding): a block keeps the queries of all heads that share keys, 16 rows, and walks along a part of the keys. Each of its
/// four warps takes a quarter of every tile, so that each has a softmax of its own; they are brought together at the end. Where the keys are
/// split over blocks, sums go to <c>partial</c>, and <see cref="CombineKernel"/> brings those together.
/// </summary>
internal sealed class DecodeKernel
{
    private const int Threads = 32 * DecodeSchedule.Warps;
    private const int Keys = DecodeSchedule.Keys;
    private const int WarpKeys = Keys / DecodeSchedule.Warps;
    private const int ElementBytes = 2;
    private const int LoadsAhead = 3;

    private readonly SimtKernelBuilder _k;
    private readonly AttentionProblem _problem;
    private readonly DecodeSchedule _schedule;
    private readonly int _stageBytes;
    private readonly int _tileBytes;
    private readonly Val _thread;
    private readonly Val _warp;
    private readonly Val _lane;
    private readonly Val _item;
    private readonly Val _kvHead;
    private readonly Val _firstRow;
    private readonly Val _split;

    private DecodeKernel(string name, AttentionProblem problem, DecodeSchedule schedule)
    {
        (_k, _problem, _schedule) = (new SimtKernelBuilder(name), problem, schedule);
        _tileBytes = Keys * problem.Pitch;
        _stageBytes = 2 * _tileBytes;
        _k.Shared(Math.Max(DecodeSchedule.Stages * _stageBytes, DecodeJoin.SharedBytes(problem)));
        _thread = _k.Special(SimtSpecialRegister.TidX);
        _lane = _k.Special(SimtSpecialRegister.LaneId);
        _warp = _k.Div(_thread, 32);
        _split = schedule.Splits == 1 ? 0 : _k.Special(SimtSpecialRegister.CtaidX);
        var groups = DecodeSchedule.RowGroups(problem);
        (_kvHead, var group) = groups * problem.KvHeads == 1 ? (0, 0) : _k.DivRem(_k.Special(SimtSpecialRegister.CtaidY), groups);
        _firstRow = _k.Mul(group, DecodeSchedule.Rows);
        _item = problem.Batch == 1 ? 0 : _k.Special(SimtSpecialRegister.CtaidZ);
    }

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, SimtTarget target, AttentionProblem problem, DecodeSchedule schedule)
    {
        var kernel = new DecodeKernel(name, problem, schedule);
        kernel.Body();
        return new SimtLayerKernel(
            kernel._k.Finish(target.MaxRegisters), new SimtExtent(schedule.Splits, DecodeSchedule.RowGroups(problem) * problem.KvHeads, problem.Batch),
            new SimtExtent(Threads, 1, 1), $"attention(rows={DecodeSchedule.Rows},keys={Keys},split={schedule.Splits})");
    }

    private void Body()
    {
        var rows = DecodeRows.Of(_k, _problem, _kvHead, _k.Add(_firstRow, _k.Div(_lane, 4)));
        var queries = Queries(rows);
        var first = _k.Mul(_split, _schedule.TilesPerSplit * Keys);
        var end = _schedule.Splits == 1 ? _problem.Keys : _k.Min(_k.Add(first, _schedule.TilesPerSplit * Keys), _problem.Keys);
        Walk[] walks = [new(this, "k", _problem.K, first, 0), new(this, "v", _problem.V, first, _tileBytes)];
        for (var stage = 0; stage < DecodeSchedule.Stages; stage++)
        {
            Next(walks, stage * _stageBytes);
        }

        var results = Zeros((_problem.HeadSize + 7) / 8);
        var softmax = new OnlineSoftmax(_k, 1, ScoreBounds.Factor(_problem));
        var column = _k.Mul(_k.And(_lane, 3), 2);
        var bounds = new ScoreBounds(_k, _problem, [.. rows.Select(row => (row.Query, row.Head))], _item, 0, column);
        var keyLane = _k.InRegister(_k.Mad(_warp, WarpKeys * _problem.Pitch, FragmentLane.AlongFirst(_k, _problem.Pitch)));
        var valueLane = _k.InRegister(_k.Add(_k.Mad(_warp, WarpKeys * _problem.Pitch, FragmentLane.DownFirst(_k, _problem.Pitch)), _tileBytes));
        var stageAt = _k.Variable(0);
        _k.For(first, end, Keys, key =>
        {
            _k.Emit("cp.async.wait", DecodeSchedule.Stages - 1);
            _k.Barrier();
            var (keys, values) = (_k.InRegister(_k.Add(keyLane, stageAt)), _k.InRegister(_k.Add(valueLane, stageAt)));
            var scores = Zeros(WarpKeys / 8);
            Product().Emit(
                scores, _problem.PaddedSize / 16, WarpKeys / 16, step => [queries[step]],
                (into, step, pair) => _k.Emit("ldmatrix.x4", into, Arg.At(keys, (pair * 16 * _problem.Pitch) + (32 * step))), LoadsAhead, fromZero: true);
            bounds.Apply(scores, _k.Mad(_warp, WarpKeys, key));
            softmax.Add(scores, results);
            Product().Emit(
                results, WarpKeys / 16, _problem.PaddedSize / 16, step => [OnlineSoftmax.Pack(_k, scores, 0, step, DecodeJoin.Convert(_problem))],
                (into, step, pair) => _k.Emit("ldmatrix.x4.trans", into, Arg.At(values, (step * 16 * _problem.Pitch) + (32 * pair))), LoadsAhead, fromZero: false);
            _k.Barrier();
            Next(walks, stageAt);
            _k.Emit("sub.s32", stageAt, _k.InRegister(_stageBytes), stageAt);
        });
        _k.Emit("cp.async.wait", 0);
        _k.Barrier();
        new DecodeJoin(_k, _problem, _schedule.Splits, _thread, _split, _item, _kvHead, _firstRow).Emit(softmax, results);
    }

    private FragmentProduct Product() => new(_k, _problem.Type);

    /// <summary>The next tiles of keys and values, as one group.</summary>
    private void Next(Walk[] walks, Val stage)
    {
        foreach (var walk in walks)
        {
            walk.Next(stage);
        }

        _k.Emit("cp.async.commit");
    }

    private Reg[,] Zeros(int columns)
    {
        var groups = new Reg[1, columns];
        for (var column = 0; column < columns; column++)
        {
            groups[0, column] = _k.NewReg(4);
            for (var i = 0; i < 4; i++)
            {
                _k.Emit("mov.b32", groups[0, column][i], 0);
            }
        }

        return groups;
    }

    /// <summary>Fragments of the queries, read from memory once and kept: pairs 2t and 2t + 1 of rows g and g + 8 in each half of 16.</summary>
    private Reg[] Queries(DecodeRows[] rows)
    {
        Reg[] pointers = [.. rows.Select(row => _k.Offset(row.Address(_k, _problem, "q", _problem.Q, _item), _k.And(_lane, 3), 2 * ElementBytes))];
        var fragments = new Reg[_problem.PaddedSize / 16];
        for (var step = 0; step < fragments.Length; step++)
        {
            fragments[step] = _k.NewReg(4);
            for (var i = 0; i < 4; i++)
            {
                var column = (16 * step) + (8 * (i / 2));
                _k.Emit("mov.b32", fragments[step][i], 0);
                var inside = column + 8 <= _problem.HeadSize ? rows[i % 2].IsThere
                    : _k.LessAnd(_k.Mul(_k.And(_lane, 3), 2), _problem.HeadSize - column, rows[i % 2].IsThere);
                _k.EmitIf(inside, "ld.global.b32", fragments[step][i], Arg.At(pointers[i % 2], column * ElementBytes));
            }
        }

        return fragments;
    }

    /// <summary>Tiles of keys or values, one after the other.</summary>
    private sealed class Walk
    {
        private readonly SimtKernelBuilder _k;
        private readonly HeadTileCopy _copy;
        private readonly int _stepBytes;
        private readonly int _shared;
        private readonly Reg _source;
        private readonly Reg _left;

        public Walk(DecodeKernel kernel, string parameter, HeadView view, Val first, int shared)
        {
            (_k, _shared) = (kernel._k, shared);
            _copy = new HeadTileCopy(_k, kernel._problem, view, Keys, kernel._thread, Threads);
            _stepBytes = checked((int)(Keys * view.Row * ElementBytes));
            var row = _k.Add(first, _copy.Row);
            var address = DecodeRows.FirstRow(_k, kernel._problem, parameter, view, kernel._item, kernel._kvHead, kernel._problem.KvHeads);
            _source = _k.Do("mov.b64", _k.Offset(_k.Offset(address, row, checked((int)(view.Row * ElementBytes))), _copy.FirstByte, 1));
            _left = _k.Variable(_k.Sub(kernel._problem.Keys, row));
        }

        /// <summary>Begins to copy the next tile; beyond the last key zeros.</summary>
        public void Next(Val stage)
        {
            _copy.Emit(_source, _left, _k.Add(stage, _shared));
            _k.Emit("add.s64", _source, _source, _stepBytes);
            _k.Emit("add.s32", _left, _left, -Keys);
        }
    }
}
