using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Attention of many queries (FlashAttention-2, arXiv 2307.08691): a block of four warps keeps 64 or 128 queries and walks along the keys, 64 at a time. A
/// warp multiplies its queries with the keys, takes the softmax so far in registers, and uses the powers there as left factors for the values. While
/// keys are multiplied the values are on their way into shared memory, and while values are, the next keys.
/// </summary>
internal sealed class PrefillKernel
{
    private const int Threads = 32 * PrefillSchedule.Warps;
    private const int Keys = PrefillSchedule.Keys;
    private const int ElementBytes = 2;
    private const int LoadsAhead = 2;

    private readonly SimtKernelBuilder _k;
    private readonly AttentionProblem _problem;
    private readonly PrefillSchedule _schedule;
    private readonly Val _thread;
    private readonly Val _item;
    private readonly Val _head;
    private readonly Val _firstQuery;
    private readonly Val _warp;
    private readonly int _sharedQ;
    private readonly int _sharedK;
    private readonly int _sharedV;
    private readonly Reg[,] _results;

    private PrefillKernel(string name, AttentionProblem problem, PrefillSchedule schedule)
    {
        (_k, _problem, _schedule) = (new SimtKernelBuilder(name), problem, schedule);
        _sharedQ = _k.Shared(schedule.Queries * problem.Pitch);
        _sharedK = _k.Shared(Keys * problem.Pitch);
        _sharedV = _k.Shared(Keys * problem.Pitch);
        _thread = _k.Special(SimtSpecialRegister.TidX);
        _warp = _k.Div(_thread, 32);
        _head = problem.Heads == 1 ? 0 : _k.Special(SimtSpecialRegister.CtaidY);
        _item = problem.Batch == 1 ? 0 : _k.Special(SimtSpecialRegister.CtaidZ);

        // blocks with many keys before their causal limit begin first
        Val tile = Tiles == 1 ? 0 : _k.Special(SimtSpecialRegister.CtaidX);
        _firstQuery = _k.Mul(problem.Causal is null ? tile : _k.Sub(Tiles - 1, tile), schedule.Queries);
        _results = new Reg[schedule.Strips, (problem.HeadSize + 7) / 8];
    }

    private int Tiles => (_problem.Queries + _schedule.Queries - 1) / _schedule.Queries;

    private string Convert => _problem.Type == ElementType.BFloat16 ? "cvt.bf16x2.f32" : "cvt.f16x2.f32";

    /// <summary>Writes the kernel.</summary>
    public static SimtLayerKernel Write(string name, SimtTarget target, AttentionProblem problem, PrefillSchedule schedule)
    {
        var kernel = new PrefillKernel(name, problem, schedule);
        kernel.Body();
        return new SimtLayerKernel(
            kernel._k.Finish(target.MaxRegisters), new SimtExtent(kernel.Tiles, problem.Heads, problem.Batch), new SimtExtent(Threads, 1, 1),
            $"attention(queries={schedule.Queries},keys={Keys})");
    }

    private void Body()
    {
        var queries = new HeadTileCopy(_k, _problem, _problem.Q, _schedule.Queries, _thread, Threads);
        queries.Emit(Source("q", _problem.Q, _head, _k.Add(_firstQuery, queries.Row), queries.FirstByte), _k.Sub(_k.Sub(_problem.Queries, _firstQuery), queries.Row), _sharedQ);
        var kvHead = _k.Div(_head, _problem.Group);
        var (keys, values) = (new Walk(this, "k", _problem.K, kvHead, _sharedK), new Walk(this, "v", _problem.V, kvHead, _sharedV));
        keys.Next();

        Clear();
        var (softmax, bounds) = (new OnlineSoftmax(_k, _schedule.Strips, ScoreBounds.Factor(_problem)), Bounds());
        var queryLane = _k.InRegister(_k.Add(_k.Mad(_warp, _schedule.WarpQueries * _problem.Pitch, FragmentLane.DownFirst(_k, _problem.Pitch)), _sharedQ));
        var keyLane = _k.InRegister(_k.Add(FragmentLane.AlongFirst(_k, _problem.Pitch), _sharedK));
        var valueLane = _k.InRegister(_k.Add(FragmentLane.DownFirst(_k, _problem.Pitch), _sharedV));
        var end = End();
        _k.For(0, end, Keys, key =>
        {
            Arrived();
            values.Next();
            var scores = Scores(queryLane, keyLane);
            Arrived();
            _k.If(_k.Less(_k.Add(key, Keys), end), keys.Next, uniform: true);
            bounds.Apply(scores, key);
            softmax.Add(scores, _results);
            AddValues(scores, valueLane);
        });
        _k.Emit("cp.async.wait", 0);
        Store(softmax);
    }

    /// <summary>What was copied is there for all, and what is overwritten next was read by all.</summary>
    private void Arrived()
    {
        _k.Emit("cp.async.wait", 0);
        _k.Barrier();
    }

    /// <summary>First key that no query of the block sees.</summary>
    private Val End()
    {
        if (_problem.Causal is not { } causal)
        {
            return _problem.Keys;
        }

        var end = _problem.Packed == 1 ? _k.Add(_firstQuery, _schedule.Queries + causal)
            : _k.Add(_k.Div(_k.Add(_firstQuery, _schedule.Queries - 1), _problem.Packed), 1 + causal);
        return _k.Min(end, _problem.Keys);
    }

    private ScoreBounds Bounds()
    {
        var lane = _k.Special(SimtSpecialRegister.LaneId);
        var first = _k.Mad(_warp, _schedule.WarpQueries, _firstQuery);
        var own = _k.Add(first, _k.Div(lane, 4));
        return new ScoreBounds(
            _k, _problem, [.. Enumerable.Range(0, 2 * _schedule.Strips).Select(row => (_k.Add(own, 8 * row), _head))], _item, first, _k.Mul(_k.And(lane, 3), 2));
    }

    private void Clear()
    {
        for (var strip = 0; strip < _schedule.Strips; strip++)
        {
            for (var column = 0; column < _results.GetLength(1); column++)
            {
                _results[strip, column] = _k.NewReg(4);
                for (var i = 0; i < 4; i++)
                {
                    _k.Emit("mov.b32", _results[strip, column][i], 0);
                }
            }
        }
    }

    private Reg[,] Scores(Reg queryLane, Reg keyLane)
    {
        var scores = new Reg[_schedule.Strips, Keys / 8];
        for (var strip = 0; strip < _schedule.Strips; strip++)
        {
            for (var column = 0; column < Keys / 8; column++)
            {
                scores[strip, column] = _k.NewReg(4);
            }
        }

        new FragmentProduct(_k, _problem.Type).Emit(
            scores, _problem.PaddedSize / 16, Keys / 16,
            step => [.. Enumerable.Range(0, _schedule.Strips).Select(strip => Loaded("ldmatrix.x4", queryLane, (strip * 16 * _problem.Pitch) + (32 * step)))],
            (into, step, pair) => _k.Emit("ldmatrix.x4", into, Arg.At(keyLane, (pair * 16 * _problem.Pitch) + (32 * step))), LoadsAhead, fromZero: true);
        return scores;
    }

    private void AddValues(Reg[,] powers, Reg valueLane) => new FragmentProduct(_k, _problem.Type).Emit(
        _results, Keys / 16, _problem.PaddedSize / 16,
        step => [.. Enumerable.Range(0, _schedule.Strips).Select(strip => OnlineSoftmax.Pack(_k, powers, strip, step, Convert))],
        (into, step, pair) => _k.Emit("ldmatrix.x4.trans", into, Arg.At(valueLane, (step * 16 * _problem.Pitch) + (32 * pair))), LoadsAhead, fromZero: false);

    private Reg Loaded(string mnemonic, Reg lane, int offset)
    {
        var group = _k.NewReg(4);
        _k.Emit(mnemonic, group, Arg.At(lane, offset));
        return group;
    }

    /// <summary>Results over their sums, through the shared memory of the warp's own queries, so that whole rows are written.</summary>
    private void Store(OnlineSoftmax softmax)
    {
        var totals = softmax.Totals();
        var lane = _k.Special(SimtSpecialRegister.LaneId);
        var at = _k.InRegister(_k.Add(_k.Mad(_k.Mad(_warp, _schedule.WarpQueries, _k.Div(lane, 4)), _problem.Pitch, _k.Mul(_k.And(lane, 3), 4)), _sharedQ));
        for (var row = 0; row < totals.Length; row++)
        {
            var factor = OnlineSoftmax.Reciprocal(_k, totals[row]);
            var own = OnlineSoftmax.Row(_results, row);
            for (var pair = 0; pair < own.Length / 2; pair++)
            {
                var packed = _k.Do(Convert, _k.Do("mul.f32", own[2 * pair], factor), _k.Do("mul.f32", own[(2 * pair) + 1], factor));
                _k.Emit("st.shared.b32", Arg.At(at, (8 * row * _problem.Pitch) + (16 * pair)), packed);
            }
        }

        _k.Barrier();
        StoreRows();
    }

    private void StoreRows()
    {
        var bytes = _problem.O.Alignment(_problem.HeadSize, ElementBytes);
        var width = AccessWidth.Of(bytes);
        var pieces = ElementBytes * _problem.HeadSize / bytes;
        var lanes = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)pieces);
        var (row, piece) = _k.DivRem(_thread, lanes);
        var first = _k.Mul(piece, bytes);
        var pointer = Source("o", _problem.O, _head, _k.Add(_firstQuery, row), first);
        var left = _k.Sub(_k.Sub(_problem.Queries, _firstQuery), row);
        var inside = pieces == lanes ? Pred.Always : _k.Less(piece, pieces);
        var from = _k.InRegister(_k.Add(_k.Mad(row, _problem.Pitch, first), _sharedQ));
        for (var turn = 0; turn < _schedule.Queries; turn += Threads / lanes)
        {
            var data = _k.NewReg(Math.Max(1, bytes / 4));
            _k.Emit("ld.shared" + width, data, Arg.At(from, turn * _problem.Pitch));
            _k.EmitIf(_k.LessAnd(turn, left, inside), "st.global" + width, Arg.At(pointer, checked((int)(_problem.O.Offset(turn) * ElementBytes))), data);
        }
    }

    /// <summary>Address of a byte of a row.</summary>
    private Reg Source(string parameter, HeadView view, Val head, Val row, Val inRow)
    {
        var address = _k.Offset(_k.Offset(_k.Pointer(parameter), _item, Bytes(view.Batch, _problem.Batch)), head, Bytes(view.Head, _problem.Heads));
        if (view.Packed > 1)
        {
            (var token, row) = _k.DivRem(row, view.Packed);
            address = _k.Offset(address, token, Bytes(view.Token, 2));
        }

        return _k.Offset(_k.Offset(address, row, Bytes(view.Row, 2)), inRow, 1);

        static int Bytes(long stride, int count) => count == 1 ? 0 : checked((int)(stride * ElementBytes));
    }

    /// <summary>Tiles of keys or values, one after the other.</summary>
    private sealed class Walk
    {
        private readonly PrefillKernel _kernel;
        private readonly HeadTileCopy _copy;
        private readonly int _stepBytes;
        private readonly int _shared;
        private readonly Reg _source;
        private readonly Reg _left;

        public Walk(PrefillKernel kernel, string parameter, HeadView view, Val head, int shared)
        {
            (_kernel, _shared) = (kernel, shared);
            _copy = new HeadTileCopy(kernel._k, kernel._problem, view, Keys, kernel._thread, Threads);
            _stepBytes = checked((int)(Keys * view.Row * ElementBytes));
            _source = kernel._k.Do("mov.b64", kernel.Source(parameter, view, head, _copy.Row, _copy.FirstByte));
            _left = kernel._k.Variable(kernel._k.Sub(kernel._problem.Keys, _copy.Row));
        }

        /// <summary>Begins to copy the next tile.</summary>
        public void Next()
        {
            var k = _kernel._k;
            _copy.Emit(_source, _left, _shared);
            k.Emit("cp.async.commit");
            k.Emit("add.s64", _source, _source, _stepBytes);
            k.Emit("add.s32", _left, _left, -Keys);
        }
    }
}
