using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>The sums of a warp's part of a tile, which its lanes hold in strips of rows.</summary>
internal interface IProductSums
{
    /// <summary>Rows of a strip of the warp's part.</summary>
    int StripRows { get; }

    /// <summary>Rows from one of its strips to the next: more where warps have strips in turn.</summary>
    int StripStep => StripRows;

    /// <summary>First row of a strip that the lane holds.</summary>
    Val LaneRow { get; }

    /// <summary>First column of the warp's part that the lane holds.</summary>
    Val LaneColumn { get; }

    /// <summary>What a lane holds of a strip of rows.</summary>
    IEnumerable<AccumulatorRun> Runs(int strip);
}
