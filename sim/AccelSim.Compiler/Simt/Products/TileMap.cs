using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// How the threads of a CTA share a tile of rows of units: threads next to each other take units next to each other, as many rows as that gives at
/// once, then the next rows. Rows and units are powers of two.
/// </summary>
internal sealed class TileMap
{
    public TileMap(SimtKernelBuilder k, Val thread, int rows, int units, int threads)
    {
        var together = Math.Min(units, threads);
        RowsPerPass = Math.Max(1, threads / units);
        (Row, Unit) = units >= threads ? (0, thread) : k.DivRem(thread, units);
        Participates = rows < RowsPerPass ? k.Less(Row, rows) : Pred.Always;
        Passes = [.. from row in Enumerable.Range(0, Math.Max(1, rows / RowsPerPass))
                     from unit in Enumerable.Range(0, units / together)
                     select (row * RowsPerPass, unit * together)];
        UnitsPerPass = together;
    }

    /// <summary>Units of a row that all threads take at once.</summary>
    public int UnitsPerPass { get; }

    /// <summary>Rows that all threads take at once.</summary>
    public int RowsPerPass { get; }

    /// <summary>The thread's first row.</summary>
    public Val Row { get; }

    /// <summary>The thread's first unit.</summary>
    public Val Unit { get; }

    /// <summary>False for threads that have no part in the tile.</summary>
    public Pred Participates { get; }

    /// <summary>Rows and units beyond the first of each pass.</summary>
    public IReadOnlyList<(int Row, int Unit)> Passes { get; }
}
