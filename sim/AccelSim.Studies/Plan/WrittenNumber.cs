using System.Globalization;

namespace AccelSim.Studies;

/// <summary>A value as chip files write it: a plain decimal number and, behind it, what is left (a unit, or nothing).</summary>
/// <param name="Number">The number; null where the text does not begin with one.</param>
/// <param name="Unit">The unit; the whole text where there is no number.</param>
public readonly record struct WrittenNumber(decimal? Number, string Unit)
{
    /// <summary>Splits a text.</summary>
    public static WrittenNumber Of(string text)
    {
        var trimmed = text.Trim();
        var length = 0;
        while (length < trimmed.Length && (char.IsAsciiDigit(trimmed[length]) || trimmed[length] == '.' || (length == 0 && trimmed[length] is '-' or '+')))
        {
            length++;
        }

        return decimal.TryParse(trimmed[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(number, trimmed[length..].Trim()) : new(null, trimmed);
    }

    /// <summary>A number with a unit, as chip files write it.</summary>
    public static string Text(decimal number, string unit) => (number / 1.000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : "");
}
