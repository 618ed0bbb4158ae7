using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Which keys the rows of a warp see: those before the last, those of the causal limit, and what a mask adds. Rows are numbered as in
/// <see cref="OnlineSoftmax"/>.
/// </summary>
internal sealed class ScoreBounds
{
    private const float Log2E = 1.44269504f;

    private readonly SimtKernelBuilder _k;
    private readonly AttentionProblem _problem;
    private readonly Val[] _limits;
    private readonly Reg[] _masks;
    private readonly Val _whole;

    /// <param name="k">Kernel.</param>
    /// <param name="problem">Attention.</param>
    /// <param name="rows">Query and head of each row that the lane holds.</param>
    /// <param name="item">Item of the batch.</param>
    /// <param name="firstQuery">First query of the warp: no row of the warp sees fewer keys than it.</param>
    /// <param name="laneColumn">First column of the lane in each 8.</param>
    public ScoreBounds(SimtKernelBuilder k, AttentionProblem problem, IReadOnlyList<(Val Query, Val Head)> rows, Val item, Val firstQuery, Val laneColumn)
    {
        (_k, _problem, LaneColumn) = (k, problem, laneColumn);
        _limits = [.. rows.Select(row => Limit(row.Query))];
        _whole = Limit(firstQuery);
        _masks = problem.Mask is { } mask ? [.. rows.Select(row => Row(mask, item, row.Head, k.Min(row.Query, problem.Queries - 1)))] : [];
    }

    /// <summary>What a score is multiplied with to be a power of two.</summary>
    public static float Factor(AttentionProblem problem) => problem.Mask is null ? problem.Scale * Log2E : 1;

    private Val LaneColumn { get; }

    /// <summary>Puts minus infinity where a row does not see a key, and adds the mask.</summary>
    /// <param name="scores">Groups of four by strip and 8 columns.</param>
    /// <param name="firstKey">Key of the first column.</param>
    public void Apply(Reg[,] scores, Val firstKey)
    {
        var keys = 8 * scores.GetLength(1);
        if (_problem.Mask is not null)
        {
            AddMask(scores, firstKey);
        }

        if (_problem.Causal is not null || _problem.Keys % keys != 0)
        {
            _k.If(_k.Less(_whole, _k.Add(firstKey, keys)), () => CutOff(scores, firstKey), uniform: true);
        }
    }

    private Val Limit(Val query) => _problem.Causal is { } causal ? _k.Min(_k.Add(_k.Div(query, _problem.Packed), causal + 1), _problem.Keys) : _problem.Keys;

    private Reg Row(ScoreMask mask, Val item, Val head, Val query)
    {
        var bytes = mask.Type.SizeInBytes();
        var address = _k.Offset(_k.Offset(_k.Pointer("mask"), item, checked((int)(mask.Batch * bytes))), head, checked((int)(mask.Head * bytes)));
        return _k.Offset(_k.Offset(address, query, checked((int)(mask.Query * bytes))), LaneColumn, checked((int)(mask.Key * bytes)));
    }

    private void CutOff(Reg[,] scores, Val firstKey)
    {
        var first = _k.Add(firstKey, LaneColumn);
        for (var row = 0; row < _limits.Length; row++)
        {
            var seen = _k.InRegister(_k.Sub(_limits[row], first));
            var own = OnlineSoftmax.Row(scores, row);
            for (var i = 0; i < own.Length; i++)
            {
                _k.Emit("sel.b32", own[i], own[i], float.NegativeInfinity, _k.Test("setp.gt.and.s32", seen, (8 * (i / 2)) + (i % 2), Pred.Always));
            }
        }
    }

    /// <summary>score = scale * score + mask, both times log2 e.</summary>
    private void AddMask(Reg[,] scores, Val firstKey)
    {
        var mask = _problem.Mask!;
        var keyBytes = checked((int)(mask.Key * mask.Type.SizeInBytes()));
        var left = _k.Sub(_problem.Keys, _k.Add(firstKey, LaneColumn));
        for (var row = 0; row < _masks.Length; row++)
        {
            var address = _k.Offset(_masks[row], firstKey, keyBytes);
            var own = OnlineSoftmax.Row(scores, row);
            for (var i = 0; i < own.Length; i++)
            {
                var column = (8 * (i / 2)) + (i % 2);
                var added = ElementCode.Load(_k, address, column * keyBytes, 1, mask.Type, _k.Less(column, left))[0];
                _k.Emit("mul.f32", own[i], own[i], _problem.Scale * Log2E);
                _k.Emit("fma.f32", own[i], added, Log2E, own[i]);
            }
        }
    }
}
