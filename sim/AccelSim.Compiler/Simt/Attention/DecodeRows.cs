using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>A row of the queries that share a head of keys: row r is query r mod queries of head r / queries of the group.</summary>
/// <param name="Query">Query.</param>
/// <param name="Head">Head of the queries.</param>
/// <param name="IsThere">False beyond the last row.</param>
internal sealed record DecodeRows(Val Query, Val Head, Pred IsThere)
{
    private const int ElementBytes = 2;

    /// <summary>The two rows of a lane, which are 8 apart.</summary>
    public static DecodeRows[] Of(SimtKernelBuilder k, AttentionProblem problem, Val kvHead, Val first) =>
        [.. Enumerable.Range(0, 2).Select(half => At(k, problem, kvHead, k.Add(first, 8 * half)))];

    /// <summary>A row.</summary>
    public static DecodeRows At(SimtKernelBuilder k, AttentionProblem problem, Val kvHead, Val row)
    {
        var rows = problem.Queries * problem.Group;

        // rows that are not there read the last one's addresses, or nothing
        var (head, query) = k.DivRem(k.Min(row, rows - 1), problem.Queries);
        return new DecodeRows(query, k.Mad(kvHead, problem.Group, head), rows % DecodeSchedule.Rows == 0 ? Pred.Always : k.Less(row, rows));
    }

    /// <summary>Address of the row in Q or the result.</summary>
    public Reg Address(SimtKernelBuilder k, AttentionProblem problem, string parameter, HeadView view, Val item) =>
        k.Offset(DecodeRows.FirstRow(k, problem, parameter, view, item, Head, problem.Heads), Query, problem.Queries == 1 ? 0 : checked((int)(view.Row * ElementBytes)));

    /// <summary>Address of the first row of a head.</summary>
    public static Reg FirstRow(SimtKernelBuilder k, AttentionProblem problem, string parameter, HeadView view, Val item, Val head, int heads)
    {
        static int Bytes(long stride, int count) => count == 1 ? 0 : checked((int)(stride * ElementBytes));
        return k.Offset(k.Offset(k.Pointer(parameter), item, Bytes(view.Batch, problem.Batch)), head, Bytes(view.Head, heads));
    }
}
