namespace AccelSim.Machine;

/// <summary>Arithmetic operations per second (a multiply-add is two).</summary>
/// <param name="OperationsPerSecond">The amount in base units.</param>
public readonly record struct ComputeRate(long OperationsPerSecond) : IQuantity<ComputeRate>, IComparable<ComputeRate>
{
    /// <inheritdoc/>
    public static UnitTable Units { get; } = new("a compute rate", "50 GFLOP/s",
        [
            new("OP/s", 1), new("MFLOP/s", 1_000_000), new("GFLOP/s", 1_000_000_000), new("TFLOP/s", 1_000_000_000_000),
            new("MOP/s", 1_000_000), new("GOP/s", 1_000_000_000), new("TOP/s", 1_000_000_000_000),
        ],
        Minimum: 1, Maximum: 1_000_000_000_000_000_000);

    /// <inheritdoc/>
    public long BaseUnits => OperationsPerSecond;

    /// <inheritdoc/>
    public static ComputeRate FromBaseUnits(long value) => new(value);

    public static bool operator <(ComputeRate left, ComputeRate right) => left.OperationsPerSecond < right.OperationsPerSecond;

    public static bool operator >(ComputeRate left, ComputeRate right) => left.OperationsPerSecond > right.OperationsPerSecond;

    public static bool operator <=(ComputeRate left, ComputeRate right) => left.OperationsPerSecond <= right.OperationsPerSecond;

    public static bool operator >=(ComputeRate left, ComputeRate right) => left.OperationsPerSecond >= right.OperationsPerSecond;

    /// <inheritdoc/>
    public int CompareTo(ComputeRate other) => OperationsPerSecond.CompareTo(other.OperationsPerSecond);

    /// <summary>The amount with its largest exact unit.</summary>
    public override string ToString() => Units.Format(OperationsPerSecond);
}
