using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>
/// Softmax and normalisations over rows that do not fit NRAM: a row is read in pieces, once for each statistic and once more to be normalised. A piece is
/// folded to 64 lanes by pooling, pieces are joined lane by lane, and the lanes at the end. Each row belongs to one core. Everything between load and
/// store is fp32. Parameters: x, gamma, beta, y.
/// </summary>
internal sealed class LongRowNormKernel
{
    private const MluDataType F = MluDataType.F32;
    private const long Lanes = 64;
    private readonly KernelWriter _k = new();
    private readonly RowNormProblem _p;
    private readonly MluDataType _type;
    private readonly long _e;
    private readonly long _piece;
    private readonly Val _x;
    private readonly Val _gamma;
    private readonly Val _beta;
    private readonly Val _y;
    private readonly long _in;
    private readonly long _out;
    private readonly long _gammaAt;
    private readonly long _betaAt;
    private readonly long _a;
    private readonly long _b;
    private readonly long _lanes;
    private readonly long _partial;
    private readonly long _first;
    private readonly long _second;

    private LongRowNormKernel(RowNormProblem problem, MluTarget target)
    {
        (_p, _type, _e) = (problem, target.Type, target.ElementBytes);
        var streams = 2 + (_p.HasGamma ? 1 : 0) + (_p.HasBeta ? 1 : 0);
        const long Statistics = (2 * Lanes * 4) + (2 * 128);
        // streams are double buffered, two fp32 pieces are not
        _piece = (target.Nram - Statistics) / ((2 * streams * _e) + 8) / Lanes * Lanes;
        var next = 0L;
        long Take(long bytes) => (next += bytes) - bytes;
        _in = Take(2 * _piece * _e);
        _out = Take(2 * _piece * _e);
        _gammaAt = Take(_p.HasGamma ? 2 * _piece * _e : 0);
        _betaAt = Take(_p.HasBeta ? 2 * _piece * _e : 0);
        _a = Take(_piece * 4);
        _b = Take(_piece * 4);
        _lanes = Take(Lanes * 4);
        _partial = Take(Lanes * 4);
        _first = Take(128);
        _second = Take(128);
        _x = _k.Parameter("x");
        _gamma = _p.HasGamma ? _k.Parameter("gamma") : 0;
        _beta = _p.HasBeta ? _k.Parameter("beta") : 0;
        _y = _k.Parameter("y");
    }

    public static LayerKernel Write(string name, RowNormProblem problem, MluTarget target)
    {
        var kernel = new LongRowNormKernel(problem, target);
        var tasks = (int)Math.Min(target.Cores, problem.Rows);
        kernel._k.For(kernel._k.Special(MluSpecialRegister.TaskId), problem.Rows, tasks, kernel.Row);
        return new LayerKernel(kernel._k.Finish(name, MluTaskType.Block, false), tasks, $"rows({problem.Kind},piece={kernel._piece})");
    }

    private void Row(Val row)
    {
        var start = _k.Mul(row, _p.Length * _e);
        switch (_p.Kind)
        {
            case RowNormKind.Softmax or RowNormKind.LogSoftmax:
                Statistic(start, MluOpcode.MaxPool, MluOpcode.VMax, _first, _ => { });
                Statistic(start, MluOpcode.SumPool, MluOpcode.VAdd, _second, Exponentials);
                One(_p.Kind == RowNormKind.Softmax ? MluOpcode.VRecip : MluOpcode.VLog, _second);
                Map(start, count =>
                {
                    if (_p.Kind == RowNormKind.Softmax)
                    {
                        Exponentials(count);
                        Cycle(MluOpcode.VCycleMul, _second, count);
                    }
                    else
                    {
                        Cycle(MluOpcode.VCycleSub, _first, count);
                        Cycle(MluOpcode.VCycleSub, _second, count);
                    }
                });
                break;
            default:
                if (_p.Kind == RowNormKind.LayerNorm)
                {
                    Statistic(start, MluOpcode.SumPool, MluOpcode.VAdd, _first, _ => { });
                    Scalar(MluOpcode.VMulScalar, _first, 1.0 / _p.Length);
                }

                Statistic(start, MluOpcode.SumPool, MluOpcode.VAdd, _second, count =>
                {
                    Centre(count);
                    _k.Vector(MluOpcode.VSquare, F, _a, _a, count);
                });
                Scalar(MluOpcode.VMulScalar, _second, 1.0 / _p.Length);
                Scalar(MluOpcode.VAddScalar, _second, _p.Epsilon);
                One(MluOpcode.VRsqrt, _second);
                Map(start, count =>
                {
                    Centre(count);
                    Cycle(MluOpcode.VCycleMul, _second, count);
                });
                break;
        }

        void Exponentials(Val count)
        {
            Cycle(MluOpcode.VCycleSub, _first, count);
            _k.Vector(MluOpcode.VExp, F, _a, _a, count);
        }

        void Centre(Val count)
        {
            if (_p.Kind == RowNormKind.LayerNorm)
            {
                Cycle(MluOpcode.VCycleSub, _first, count);
            }
        }

        // the one element of a statistic, against every element of a piece
        void Cycle(MluOpcode opcode, long statistic, Val count) => _k.Vector(opcode, F, _a, _a, statistic, count, 1);

        void One(MluOpcode opcode, long statistic) => _k.Vector(opcode, F, statistic, statistic, 1);

        void Scalar(MluOpcode opcode, long statistic, double value) => _k.Vector(opcode, F, statistic, statistic, FloatPattern.Of(F, value), 1);
    }

    private TileAxis Pieces => new(_p.Length, _piece);

    private TilePart Part(Val step) => Pieces.Part(_k, step);

    private void Load(Val from, long to, Val start, Val step)
    {
        var part = Part(step);
        _k.Copy(MluSpace.Gdram, MluSpace.Nram, SoftwarePipeline.Half(_k, to, _piece * _e, step), _k.Add(from, _k.Add(start, _k.Mul(part.First, _e))), _k.Mul(part.Count, _e));
    }

    private void Widen(long to, long from, Val step) => VectorCode.Convert(_k, F, _type, to, SoftwarePipeline.Half(_k, from, _piece * _e, step), Part(step).Count);

    /// <summary>Reads the row once and leaves one statistic of what <paramref name="prepare"/> makes of its pieces.</summary>
    private void Statistic(Val start, MluOpcode pool, MluOpcode join, long result, Action<Val> prepare)
    {
        SoftwarePipeline.Emit(_k, Pieces.Count, step => Load(_x, _in, start, step), step =>
        {
            var count = Part(step).Count;
            Widen(_a, _in, step);
            prepare(count);
            Val rows = _k.Div(count, Lanes), tail = _k.Rem(count, Lanes);
            // the first piece is whole; the last may end within a row of lanes
            _k.IfEqual(step, 0, () => Fold(_lanes, _a, Lanes, rows));
            _k.IfNotEqual(step, 0, () =>
            {
                _k.IfLess(0, rows, () =>
                {
                    Fold(_partial, _a, Lanes, rows);
                    _k.Vector(join, F, _lanes, _lanes, _partial, Lanes);
                });
                _k.IfLess(0, tail, () => _k.Vector(join, F, _lanes, _lanes, _k.Add(_k.Mul(rows, Lanes * 4), _a), tail));
            });
        }, _ => { });
        Fold(result, _lanes, 1, Lanes);

        void Fold(long to, long from, Val width, Val height) => _k.Vector(pool, F, to, from, width, height, 1, height, 1, 1, 1);
    }

    /// <summary>Reads the row once more and stores what <paramref name="normalise"/> makes of it.</summary>
    private void Map(Val start, Action<Val> normalise) => SoftwarePipeline.Emit(_k, Pieces.Count, step =>
    {
        Load(_x, _in, start, step);
        if (_p.HasGamma)
        {
            Load(_gamma, _gammaAt, 0, step);
        }

        if (_p.HasBeta)
        {
            Load(_beta, _betaAt, 0, step);
        }
    }, step =>
    {
        var count = Part(step).Count;
        Widen(_a, _in, step);
        normalise(count);
        Parameter(_p.HasGamma, MluOpcode.VMul, _gammaAt);
        Parameter(_p.HasBeta, MluOpcode.VAdd, _betaAt);
        VectorCode.Convert(_k, _type, F, SoftwarePipeline.Half(_k, _out, _piece * _e, step), _a, count);

        void Parameter(bool present, MluOpcode opcode, long address)
        {
            if (present)
            {
                Widen(_b, address, step);
                _k.Vector(opcode, F, _a, _a, _b, count);
            }
        }
    }, step =>
    {
        var part = Part(step);
        _k.Copy(
            MluSpace.Nram, MluSpace.Gdram, _k.Add(_y, _k.Add(start, _k.Mul(part.First, _e))), SoftwarePipeline.Half(_k, _out, _piece * _e, step), _k.Mul(part.Count, _e));
    });
}
