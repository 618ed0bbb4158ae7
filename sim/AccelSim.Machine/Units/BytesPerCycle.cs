namespace AccelSim.Machine;

/// <summary>A width: bytes moved per cycle of the clock that the unit runs on.</summary>
/// <param name="Bytes">The amount in base units.</param>
public readonly record struct BytesPerCycle(long Bytes) : IQuantity<BytesPerCycle>, IComparable<BytesPerCycle>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a width", "128 B/cycle",
        [new("B/cycle", 1)],
        Minimum: 1, Maximum: 1_048_576);

    /// <inheritdoc/>
    public long BaseUnits => Bytes;

    /// <inheritdoc/>
    public static BytesPerCycle FromBaseUnits(long value) => new(value);

    public static bool operator <(BytesPerCycle left, BytesPerCycle right) => left.Bytes < right.Bytes;

    public static bool operator >(BytesPerCycle left, BytesPerCycle right) => left.Bytes > right.Bytes;

    public static bool operator <=(BytesPerCycle left, BytesPerCycle right) => left.Bytes <= right.Bytes;

    public static bool operator >=(BytesPerCycle left, BytesPerCycle right) => left.Bytes >= right.Bytes;

    /// <inheritdoc/>
    public int CompareTo(BytesPerCycle other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Bytes);
}
