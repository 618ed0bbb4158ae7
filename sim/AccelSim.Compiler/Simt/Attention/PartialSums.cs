using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>The buffer <c>partial</c>: sums [split, row, size] in fp32, then greatest exponent and total [split, row, 2]; rows are (item, head, query).</summary>
internal sealed class PartialSums(AttentionProblem problem, int splits)
{
    private const int Float = 4;

    /// <summary>Rows of the result.</summary>
    public int Rows { get; } = checked(problem.Batch * problem.Heads * problem.Queries);

    /// <summary>Bytes of the buffer.</summary>
    public long Bytes => (long)splits * Rows * (problem.HeadSize + 2) * Float;

    /// <summary>Number of a row.</summary>
    public Val Row(SimtKernelBuilder k, Val item, Val head, Val query) => k.Mad(k.Mad(item, problem.Heads, head), problem.Queries, query);

    /// <summary>Address of a pair of sums.</summary>
    public Reg Sums(SimtKernelBuilder k, Val split, Val row, Val pair) =>
        k.Offset(k.Offset(k.Offset(k.Pointer("partial"), split, checked(Rows * problem.HeadSize * Float)), row, problem.HeadSize * Float), pair, 2 * Float);

    /// <summary>Address of greatest exponent and total.</summary>
    public Reg Totals(SimtKernelBuilder k, Val split, Val row) => k.Offset(
        k.Offset(k.Plus(k.Pointer("partial"), (long)splits * Rows * problem.HeadSize * Float), split, checked(Rows * 2 * Float)), row, 2 * Float);
}
