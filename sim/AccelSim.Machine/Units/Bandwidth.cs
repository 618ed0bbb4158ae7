namespace AccelSim.Machine;

/// <summary>A data rate in bytes per second of wall time; GB/s is 1e9 and GiB/s 2^30.</summary>
/// <param name="BytesPerSecond">The amount in base units.</param>
public readonly record struct Bandwidth(long BytesPerSecond) : IQuantity<Bandwidth>, IComparable<Bandwidth>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a bandwidth", "307.2 GB/s",
        [
            new("B/s", 1), new("KB/s", 1_000), new("MB/s", 1_000_000), new("GB/s", 1_000_000_000),
            new("TB/s", 1_000_000_000_000), new("KiB/s", 1_024), new("MiB/s", 1_048_576), new("GiB/s", 1_073_741_824),
            new("TiB/s", 1_099_511_627_776),
        ],
        Minimum: 1, Maximum: 10_000_000_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => BytesPerSecond;

    /// <inheritdoc/>
    public static Bandwidth FromBaseUnits(long value) => new(value);

    public static bool operator <(Bandwidth left, Bandwidth right) => left.BytesPerSecond < right.BytesPerSecond;

    public static bool operator >(Bandwidth left, Bandwidth right) => left.BytesPerSecond > right.BytesPerSecond;

    public static bool operator <=(Bandwidth left, Bandwidth right) => left.BytesPerSecond <= right.BytesPerSecond;

    public static bool operator >=(Bandwidth left, Bandwidth right) => left.BytesPerSecond >= right.BytesPerSecond;

    /// <inheritdoc/>
    public int CompareTo(Bandwidth other) => BytesPerSecond.CompareTo(other.BytesPerSecond);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(BytesPerSecond);
}
