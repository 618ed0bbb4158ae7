using System.Globalization;

namespace AccelSim.Cli;

/// <summary>Sizes on the command line: <c>512</c>, <c>64K</c>, <c>16M</c>, <c>1G</c>, in powers of 1024.</summary>
internal static class SizeText
{
    private const long Most = 1L << 20;

    private static readonly (char Letter, int Shift)[] Units = [('K', 10), ('M', 20), ('G', 30)];

    /// <summary>The bytes, from 0 on.</summary>
    /// <exception cref="UsageException">It is no such size.</exception>
    public static long Parse(string text)
    {
        var unit = Array.Find(Units, u => text.EndsWith(u.Letter.ToString(), StringComparison.OrdinalIgnoreCase));
        return long.TryParse(unit.Shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most
            ? number << unit.Shift
            : throw new UsageException($"'{text}' is no size such as 64K, 16M or 1G");
    }
}
