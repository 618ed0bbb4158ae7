namespace AccelSim.Machine;

/// <summary>Transfers per second on each wire of a bus: both edges counted, as memory vendors do.</summary>
/// <param name="TransfersPerSecond">The amount in base units.</param>
public readonly record struct TransferRate(long TransfersPerSecond) : IQuantity<TransferRate>, IComparable<TransferRate>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a transfer rate", "6400 MT/s",
        [new("T/s", 1), new("MT/s", 1_000_000), new("GT/s", 1_000_000_000)],
        Minimum: 1_000_000, Maximum: 1_000_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => TransfersPerSecond;

    /// <inheritdoc/>
    public static TransferRate FromBaseUnits(long value) => new(value);

    public static bool operator <(TransferRate left, TransferRate right) => left.TransfersPerSecond < right.TransfersPerSecond;

    public static bool operator >(TransferRate left, TransferRate right) => left.TransfersPerSecond > right.TransfersPerSecond;

    public static bool operator <=(TransferRate left, TransferRate right) => left.TransfersPerSecond <= right.TransfersPerSecond;

    public static bool operator >=(TransferRate left, TransferRate right) => left.TransfersPerSecond >= right.TransfersPerSecond;

    /// <inheritdoc/>
    public int CompareTo(TransferRate other) => TransfersPerSecond.CompareTo(other.TransfersPerSecond);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(TransfersPerSecond);
}
