using System.Diagnostics.CodeAnalysis;

namespace AccelSim.Machine;

/// <summary>A direction of data movement between two memories of a chip, written <c>gdram->nram</c>.</summary>
/// <param name="From">Name of the memory read.</param>
/// <param name="To">Name of the memory written.</param>
public readonly record struct MemoryPath(string From, string To) : IComparable<MemoryPath>
{
    private const int LongestName = 32;

    public static bool operator <(MemoryPath left, MemoryPath right) => left.CompareTo(right) < 0;

    public static bool operator >(MemoryPath left, MemoryPath right) => left.CompareTo(right) > 0;

    public static bool operator <=(MemoryPath left, MemoryPath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MemoryPath left, MemoryPath right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>from->to</c>; names are lower-case letters and digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MemoryPath path)
    {
        var parts = text?.Split("->") ?? [];
        var valid = parts.Length == 2 && IsName(parts[0].Trim()) && IsName(parts[1].Trim());
        path = valid ? new MemoryPath(parts[0].Trim(), parts[1].Trim()) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(MemoryPath other)
    {
        var from = string.CompareOrdinal(From, other.From);
        return from != 0 ? from : string.CompareOrdinal(To, other.To);
    }

    /// <summary>The form used in files.</summary>
    public override string ToString() => $"{From}->{To}";

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
