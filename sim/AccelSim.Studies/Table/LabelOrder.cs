namespace AccelSim.Studies;

/// <summary>Labels as people sort them: numbers by size, those with another unit apart, text by its letters.</summary>
public sealed class LabelOrder : IComparer<string?>
{
    /// <summary>The order.</summary>
    public static LabelOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (a, b) = (WrittenNumber.Of(x ?? ""), WrittenNumber.Of(y ?? ""));
        return (a.Number, b.Number) switch
        {
            (null, null) => string.CompareOrdinal(x, y),
            (null, _) => 1,
            (_, null) => -1,
            _ when a.Unit != b.Unit => string.CompareOrdinal(a.Unit, b.Unit),
            _ when a.Number != b.Number => a.Number.Value.CompareTo(b.Number.Value),
            _ => string.CompareOrdinal(x, y),
        };
    }
}
