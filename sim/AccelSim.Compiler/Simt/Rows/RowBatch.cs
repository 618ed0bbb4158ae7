using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Neighbouring accesses of all threads of a row: access i of a thread is <c>threads x vector</c> elements after access i - 1.</summary>
/// <param name="Element">Where in the row the first begins, known when the kernel runs.</param>
/// <param name="First">Elements to be added, known when it is written.</param>
/// <param name="Count">Accesses.</param>
/// <param name="LastInside">Where it does not hold, the last access is past the end of the row.</param>
internal sealed record RowBatch(Val Element, int First, int Count, Pred LastInside)
{
    /// <summary>Whether an access is inside the row.</summary>
    public Pred Inside(int access) => access == Count - 1 ? LastInside : Pred.Always;
}
