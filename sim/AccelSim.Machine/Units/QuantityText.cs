using System.Globalization;
using System.Numerics;

namespace AccelSim.Machine;

/// <summary>Reads "number unit" exactly: the value is a whole number of base units or it is refused, never rounded.</summary>
public static class QuantityText
{
    private const int LongestNumber = 40;

    /// <summary>Parses <paramref name="text"/> as a <typeparamref name="T"/>.</summary>
    /// <param name="text">For example <c>307.2 GB/s</c>; the blank may be left out.</param>
    /// <param name="value">The amount, when it parses.</param>
    /// <returns>Null, or what is wrong and how to write it instead.</returns>
    public static string? TryParse<T>(string text, out T value)
        where T : struct, IQuantity<T>
    {
        value = default;
        var problem = TryParseBaseUnits(text, T.Units, out var baseUnits);
        if (problem is null)
        {
            value = T.FromBaseUnits(baseUnits);
        }

        return problem;
    }

    /// <summary>As <see cref="TryParse{T}"/>, giving base units of a quantity known only by its table.</summary>
    public static string? TryParseBaseUnits(string text, UnitTable units, out long baseUnits)
    {
        baseUnits = 0;
        var trimmed = text.Trim();
        var length = NumberLength(trimmed);
        if (length == 0)
        {
            return $"is not {units.Quantity}; write for example {units.Example}";
        }

        if (length > LongestNumber)
        {
            return $"has more digits than any {units.Quantity[2..]} needs";
        }

        var symbol = trimmed[length..].TrimStart();
        if (symbol.Length == 0)
        {
            return $"has no unit; write for example {units.Example}";
        }

        var scale = 0L;
        foreach (var known in units.Symbols)
        {
            scale = known.Symbol == symbol ? known.Scale : scale;
        }

        if (scale == 0)
        {
            var nearest = Nearest.To(symbol, units.Symbols.Select(s => s.Symbol));
            return $"has the unknown unit '{symbol}'" + (nearest is null ? "; known: " : $", did you mean {nearest}? Known: ") +
                string.Join(", ", units.Symbols.Select(s => s.Symbol));
        }

        return Scale(trimmed[..length], scale, units, out baseUnits);
    }

    private static string? Scale(string number, long scale, UnitTable units, out long baseUnits)
    {
        baseUnits = 0;
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : number.Length - point - 1;
        var digits = BigInteger.Parse(point < 0 ? number : number.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var amount = BigInteger.DivRem(digits * scale, BigInteger.Pow(10, decimals), out var rest);
        if (!rest.IsZero)
        {
            return $"is not a whole number of {units.Symbols[0].Symbol}";
        }

        if (amount < units.Minimum || amount > units.Maximum)
        {
            return $"is outside what is possible ({units.Format(units.Minimum)} to {units.Format(units.Maximum)})";
        }

        baseUnits = (long)amount;
        return null;
    }

    // Optional sign, digits, optionally a point and digits: no exponents, no separators.
    private static int NumberLength(string text)
    {
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var first = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        if (at == first)
        {
            return 0;
        }

        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }
        }

        return at;
    }
}
