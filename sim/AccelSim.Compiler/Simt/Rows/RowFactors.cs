namespace AccelSim.Compiler.Simt.Rows;

/// <summary>Which elements share a scale or a shift of a normalisation.</summary>
internal enum RowFactors
{
    None,

    /// <summary>One per column: layer and root-mean-square normalisation.</summary>
    PerColumn,

    /// <summary>One per row, in turn: instance normalisation, whose rows are the channels of the images.</summary>
    PerRow,
}
