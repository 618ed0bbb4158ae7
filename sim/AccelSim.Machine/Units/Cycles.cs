namespace AccelSim.Machine;

/// <summary>A number of cycles of the clock that the unit runs on (DRAM timings: of tCK, also written nCK).</summary>
/// <param name="Count">The amount in base units.</param>
public readonly record struct Cycles(long Count) : IQuantity<Cycles>, IComparable<Cycles>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a number of cycles", "12 cycles",
        [new("cycles", 1), new("cycle", 1), new("nCK", 1)],
        Minimum: 0, Maximum: 1_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => Count;

    /// <inheritdoc/>
    public static Cycles FromBaseUnits(long value) => new(value);

    public static bool operator <(Cycles left, Cycles right) => left.Count < right.Count;

    public static bool operator >(Cycles left, Cycles right) => left.Count > right.Count;

    public static bool operator <=(Cycles left, Cycles right) => left.Count <= right.Count;

    public static bool operator >=(Cycles left, Cycles right) => left.Count >= right.Count;

    /// <inheritdoc/>
    public int CompareTo(Cycles other) => Count.CompareTo(other.Count);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Count);
}
