namespace AccelSim.Compiler.Simt.Products;

/// <summary>Where in device memory the tiles of an operand come from, step by step along k.</summary>
internal interface ITileAddresses
{
    /// <summary>Instructions before the accesses of a tile.</summary>
    /// <param name="first">True for the first tile, which may be shorter along k than the others.</param>
    IReadOnlyList<Action> Begin(bool first);

    /// <summary>The access of a pass; may emit what tells which lanes take part.</summary>
    /// <param name="pass">Pass.</param>
    /// <param name="row">Row of the group of rows that a thread reads together; 0 where it is one.</param>
    /// <param name="first">True for the first tile.</param>
    TileAccess Of(int pass, int row, bool first);

    /// <summary>Instructions that go on to the next tile.</summary>
    IReadOnlyList<Action> Advance(bool first);
}
