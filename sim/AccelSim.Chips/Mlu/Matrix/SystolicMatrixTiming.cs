using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// A systolic array of R x C cells, in the closed forms that SCALE-Sim v2 and v3 obey exactly (fold by fold, without overlap):
/// output stationary ceil(M/R) ceil(N/C) (R + C + K - 2) - 1, weight stationary ceil(K/R) ceil(N/C) (2R + C + M - 2) - 1,
/// input stationary ceil(K/R) ceil(M/C) (2R + C + N - 2) - 1, where K includes the kernel window.
/// </summary>
/// <param name="spec">Size and dataflow; several multipliers per cell shorten the reduction.</param>
public sealed class SystolicMatrixTiming(SystolicMatrixSpec spec) : IMatrixTiming
{
    /// <inheritdoc/>
    public long Cycles(MacFormat format, long m, long k, long n, long window)
    {
        long rows = spec.Rows;
        long columns = spec.Columns;
        var perCell = spec.MacsPerCell[format];
        var depth = ((k * window) + perCell - 1) / perCell;
        return spec.Dataflow switch
        {
            SystolicDataflow.OutputStationary => (Folds(m, rows) * Folds(n, columns) * (rows + columns + depth - 2)) - 1,
            SystolicDataflow.WeightStationary => (Folds(depth, rows) * Folds(n, columns) * ((2 * rows) + columns + m - 2)) - 1,
            _ => (Folds(depth, rows) * Folds(m, columns) * ((2 * rows) + columns + n - 2)) - 1,
        };
    }

    private static long Folds(long length, long size) => (length + size - 1) / size;
}
