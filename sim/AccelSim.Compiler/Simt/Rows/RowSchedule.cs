using System.Globalization;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>How rows are divided among threads.</summary>
/// <param name="Vector">Elements that one access of a thread moves.</param>
/// <param name="Threads">Threads that share a row: a part of a warp, a power of two, or whole warps.</param>
/// <param name="RowsPerBlock">Rows of a block; 1 where a row has several warps.</param>
/// <param name="Chunks">Accesses of a thread to its row, or in a turn of the loop where the row does not stay in registers.</param>
/// <param name="Resident">True where the row stays in registers, so that it is read once.</param>
internal sealed record RowSchedule(int Vector, int Threads, int RowsPerBlock, int Chunks, bool Resident)
{
    /// <summary>Threads of a block.</summary>
    public int BlockThreads => Threads * RowsPerBlock;

    /// <summary>Elements of a row that its threads take at once.</summary>
    public int Step => Threads * Vector;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"rows(vector={Vector},threads={Threads},rows={RowsPerBlock},chunks={Chunks}{(Resident ? "" : ",passes")})");
}
