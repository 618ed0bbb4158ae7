using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Reads and writes of a thread's part of its row, and of what belongs to it.</summary>
internal sealed class RowAccess
{
    private readonly SimtKernelBuilder _k;
    private readonly RowProblem _p;
    private readonly RowSchedule _s;
    private readonly ElementType _type;
    private readonly int _bytes;
    private readonly Reg _x;
    private readonly Reg _y;
    private readonly Reg _residual;
    private readonly Reg _sum;
    private readonly Reg _mask;
    private readonly Reg _gamma;
    private readonly Reg _beta;

    /// <summary>Computes addresses; threads whose row does not exist end.</summary>
    public RowAccess(SimtKernelBuilder k, RowProblem p, RowSchedule s, SimtTarget target)
    {
        (_k, _p, _s, _type, _bytes) = (k, p, s, target.Type, target.ElementBytes);
        Group = new RowGroup(k, target.WarpWidth, s.Threads);
        var row = k.Mad(k.Special(SimtSpecialRegister.CtaidX), s.RowsPerBlock, Group.Row);
        if (p.Rows % s.RowsPerBlock != 0)
        {
            k.ExitIf(!k.Less(row, p.Rows));
        }

        _x = Of("x", row, p.InputPitch);
        if (p.HasResidual)
        {
            (_residual, _sum) = (Of("residual", row, p.Columns), Of("sum", row, p.Columns));
        }

        if (p.Mask is { } mask)
        {
            _mask = Of("mask", k.Rem(k.Div(row, mask.Every), mask.Count), p.Columns);
        }

        (_gamma, _beta) = (Factors("gamma", p.Gamma, row), Factors("beta", p.Beta, row));
        _y = Of("y", row, p.OutputPitch);
        Partial = p.Columns % s.Step != 0 ? k.Less(k.Mul(Group.Thread, s.Vector), p.Columns % s.Step) : Pred.Always;
    }

    /// <summary>The threads of the row.</summary>
    public RowGroup Group { get; }

    /// <summary>Whether the thread's last access is inside the row.</summary>
    public Pred Partial { get; }

    /// <summary>The row in batches: turns of a loop of <see cref="RowSchedule.Chunks"/> accesses each, and the rest.</summary>
    public void ForEach(Action<RowBatch> body)
    {
        var turn = _s.Chunks * _s.Step;
        var looped = _p.Columns / turn * turn;
        _k.For(0, looped, turn, element => body(new RowBatch(element, 0, _s.Chunks, Pred.Always)));
        if (looped < _p.Columns)
        {
            body(new RowBatch(0, looped, (_p.Columns - looped + _s.Step - 1) / _s.Step, Partial));
        }
    }

    /// <summary>The inputs of a batch, brought together in fp32. All loads are on their way before the first is waited for.</summary>
    /// <param name="batch">Batch.</param>
    /// <param name="past">Value of elements past the end of the row.</param>
    /// <param name="store">Whether x + residual is stored.</param>
    public Reg[] Load(RowBatch batch, float past, bool store)
    {
        var (x, residual, mask) = (Raw(_x, batch), _p.HasResidual ? Raw(_residual, batch) : null, _p.Mask is null ? null : Raw(_mask, batch));
        var values = Wide(x);
        if (residual is not null)
        {
            values = [.. values.Zip(Wide(residual), (a, b) => _k.Do("add.f32", a, b))];
            if (store)
            {
                Store(_sum, batch, values);
            }
        }

        if (mask is not null)
        {
            values = [.. values.Zip(Wide(mask), (a, b) => _p.Scale == 1 ? _k.Do("add.f32", a, b) : _k.Do("fma.f32", a, _p.Scale, b))];
        }
        else if (_p.Scale != 1)
        {
            values = [.. values.Select(value => _k.Do("mul.f32", value, _p.Scale))];
        }

        return past == 0 && mask is null ? values : Fill(batch, values, past);
    }

    /// <summary>Values with others put where the batch is past the end of the row.</summary>
    public Reg[] Fill(RowBatch batch, Reg[] values, float past) => batch.LastInside.IsAlways ? values
        : [.. values.Select((value, i) => i / _s.Vector < batch.Count - 1 ? value : _k.Do("sel.b32", value, past, batch.LastInside))];

    /// <summary>The first element of the row, the same for all its threads.</summary>
    public Reg FirstElement()
    {
        var bytes = _s.Vector * _bytes;
        Reg At(Reg array) => _k.Do("mad.wide.s32", _k.InRegister(Group.Thread), -bytes, array);
        var first = ElementCode.Load(_k, At(_x), 0, 1, _type)[0];
        return _p.HasResidual ? _k.Do("add.f32", first, ElementCode.Load(_k, At(_residual), 0, 1, _type)[0]) : first;
    }

    /// <summary>Loads factors ahead of their use.</summary>
    public (Reg[][]? Gamma, Reg[][]? Beta) LoadFactors(RowBatch batch) => (Factors(_p.Gamma, _gamma, batch), Factors(_p.Beta, _beta, batch));

    /// <summary>Stores results.</summary>
    public void Store(RowBatch batch, Reg[] values) => Store(_y, batch, values);

    /// <summary>Stores values times gamma plus beta, access by access, so that few factors are wide at once.</summary>
    public void Store(RowBatch batch, Reg[] values, (Reg[][]? Gamma, Reg[][]? Beta) factors)
    {
        var (gamma, beta) = (PerRow(_p.Gamma, factors.Gamma), PerRow(_p.Beta, factors.Beta));
        var at = _k.Offset(_y, batch.Element, _bytes);
        for (var i = 0; i < batch.Count; i++)
        {
            var (g, b) = (gamma ?? Wide(factors.Gamma, i), beta ?? Wide(factors.Beta, i));
            Reg[] piece = [.. values.Skip(i * _s.Vector).Take(_s.Vector).Select((value, j) => (g, b) switch
            {
                (null, null) => value,
                (null, _) => _k.Do("add.f32", value, b[j]),
                (_, null) => _k.Do("mul.f32", value, g[j]),
                _ => _k.Do("fma.f32", value, g[j], b[j]),
            })];
            ElementCode.Store(_k, at, Offset(batch, i), piece, _type, batch.Inside(i));
        }
    }

    private void Store(Reg array, RowBatch batch, Reg[] values)
    {
        var at = _k.Offset(array, batch.Element, _bytes);
        for (var i = 0; i < batch.Count; i++)
        {
            ElementCode.Store(_k, at, Offset(batch, i), values[(i * _s.Vector)..((i + 1) * _s.Vector)], _type, batch.Inside(i));
        }
    }

    private Reg[][] Raw(Reg array, RowBatch batch)
    {
        var at = _k.Offset(array, batch.Element, _bytes);
        return [.. Enumerable.Range(0, batch.Count).Select(i => ElementCode.LoadRaw(_k, at, Offset(batch, i), _s.Vector * _bytes, batch.Inside(i)))];
    }

    private Reg[][]? Factors(RowFactors kind, Reg array, RowBatch batch) => kind switch
    {
        RowFactors.None => null,
        RowFactors.PerColumn => Raw(array, batch),
        _ => [ElementCode.LoadRaw(_k, array, 0, _bytes)],
    };

    private Reg[]? PerRow(RowFactors kind, Reg[][]? raw) =>
        kind == RowFactors.PerRow ? [.. Enumerable.Repeat(ElementCode.Widen(_k, raw![0], 1, _type)[0], _s.Vector)] : null;

    private Reg[]? Wide(Reg[][]? raw, int access) => raw is null ? null : ElementCode.Widen(_k, raw[access], _s.Vector, _type);

    private Reg[] Wide(Reg[][] raw) => [.. raw.SelectMany(piece => ElementCode.Widen(_k, piece, _s.Vector, _type))];

    private int Offset(RowBatch batch, int access) => (batch.First + (access * _s.Step)) * _bytes;

    private Reg Factors(string name, RowFactors kind, Val row) => kind switch
    {
        RowFactors.None => default,
        RowFactors.PerColumn => _k.Offset(_k.Pointer(name), Group.Thread, _s.Vector * _bytes),
        _ => _k.Offset(_k.Pointer(name), _k.Rem(row, _p.Period), _bytes),
    };

    private Reg Of(string name, Val row, int pitch) => _k.Offset(_k.Offset(_k.Pointer(name), row, pitch * _bytes), Group.Thread, _s.Vector * _bytes);
}
