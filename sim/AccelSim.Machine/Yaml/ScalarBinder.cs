using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace AccelSim.Machine.Yaml;

/// <summary>Binds single values: quantities with units, whole numbers, true/false, words of an enumeration, text and memory paths.</summary>
internal static class ScalarBinder
{
    private const long LargestCount = 1_000_000_000;
    private const int LongestText = 4096;

    public static bool Handles(Type type) =>
        type.IsEnum || IsQuantity(type) || type == typeof(string) || type == typeof(bool) ||
        type == typeof(int) || type == typeof(long) || type == typeof(MemoryPath);

    /// <summary>What a value of the type looks like, for messages.</summary>
    public static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when IsQuantity(type) => $"{UnitsOf(type).Quantity} such as {UnitsOf(type).Example}",
            _ when type.IsEnum => $"one of {string.Join(", ", Words(type))}",
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(MemoryPath) => "a pair of memories such as gdram->nram",
            _ when type.IsGenericType && type.GetGenericArguments().Length == 1 => "a list",
            _ => "a group of keys",
        };
    }

    /// <summary>Null and the value, or what is wrong with the text.</summary>
    public static string? TryBind(Type type, string text, BoundsAttribute? bounds, out object? value)
    {
        value = null;
        if (text.Length > LongestText)
        {
            return "is too long";
        }

        if (IsQuantity(type))
        {
            return TryQuantity(type, text, bounds, out value);
        }

        if (type.IsEnum)
        {
            return TryWord(type, text, out value);
        }

        if (type == typeof(bool))
        {
            value = text switch { "true" => true, "false" => false, _ => null };
            return value is null ? "must be true or false" : null;
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return TryCount(type, text, bounds, out value);
        }

        if (type == typeof(MemoryPath))
        {
            value = MemoryPath.TryParse(text, out var path) ? path : null;
            return value is null ? "is not a pair of memories such as gdram->nram" : null;
        }

        value = text;
        return text.Length == 0 ? "is empty" : null;
    }

    private static string? TryQuantity(Type type, string text, BoundsAttribute? bounds, out object? value)
    {
        value = null;
        var units = UnitsOf(type);
        if (bounds is not null)
        {
            units = units with { Minimum = bounds.Minimum, Maximum = bounds.Maximum };
        }

        var problem = QuantityText.TryParseBaseUnits(text, units, out var baseUnits);
        value = problem is null ? type.GetMethod("FromBaseUnits", [typeof(long)])!.Invoke(null, [baseUnits]) : null;
        return problem;
    }

    private static string? TryCount(Type type, string text, BoundsAttribute? bounds, out object? value)
    {
        value = null;
        var (least, most) = bounds is null ? (1, LargestCount) : (bounds.Minimum, bounds.Maximum);
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return "is not a whole number";
        }

        if (number < least || number > most)
        {
            return FormattableString.Invariant($"is outside what is possible ({least} to {most})");
        }

        value = type == typeof(int) ? (object)checked((int)number) : number;
        return null;
    }

    private static string? TryWord(Type type, string text, out object? value)
    {
        var words = Words(type);
        var at = Array.FindIndex(words, w => string.Equals(w, text, StringComparison.OrdinalIgnoreCase));
        value = at < 0 ? null : Enum.GetValues(type).GetValue(at);
        var nearest = at < 0 ? Nearest.To(text, words) : null;
        return at >= 0 ? null : nearest is null ? $"must be one of {string.Join(", ", words)}" : $"is unknown, did you mean '{nearest}'?";
    }

    // Same order as Enum.GetValues.
    private static string[] Words(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static bool IsQuantity(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuantity<>));

    private static UnitTable UnitsOf(Type type) =>
        (UnitTable)type.GetProperty("Units", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
