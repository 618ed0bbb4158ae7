namespace AccelSim.Isa.Simt;

/// <summary>Three extents of a grid or a block.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Z">Along z.</param>
public readonly record struct SimtExtent(int X, int Y, int Z)
{
    /// <summary>Their product.</summary>
    public long Count => (long)X * Y * Z;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{X}x{Y}x{Z}");
}
