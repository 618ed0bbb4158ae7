namespace AccelSim.Compiler.Simt.Products;

/// <summary>Where in device memory the tiles of an operand come from, step by step along k.</summary>
internal interface ITileAddresses
{
    /// <summary>Instructions before the accesses of a tile.</summary>
    /// <param name="first">True for the first tile, which may be shorter along k than the others.</param>
    IReadOnlyList<Action> Begin(bool first);

    /// <summary>The access of a pass; may emit what tells which lanes take part.</summary>
    TileAccess Of(int pass, bool first);

    /// <summary>Instructions that go on to the next tile.</summary>
    IReadOnlyList<Action> Advance(bool first);
}
