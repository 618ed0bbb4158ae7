namespace AccelSim.Machine;

/// <summary>An amount of memory or data, in bytes. KB, MB and GB are powers of ten; KiB, MiB and GiB powers of two.</summary>
/// <param name="Bytes">The amount in base units.</param>
public readonly record struct ByteSize(long Bytes) : IQuantity<ByteSize>, IComparable<ByteSize>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a size", "512 KiB",
        [
            new("B", 1), new("KB", 1_000), new("MB", 1_000_000), new("GB", 1_000_000_000),
            new("TB", 1_000_000_000_000), new("KiB", 1_024), new("MiB", 1_048_576), new("GiB", 1_073_741_824),
            new("TiB", 1_099_511_627_776),
        ],
        Minimum: 1, Maximum: 1_125_899_906_842_624);

    /// <inheritdoc/>
    public long BaseUnits => Bytes;

    /// <inheritdoc/>
    public static ByteSize FromBaseUnits(long value) => new(value);

    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(Bytes);
}
