using System.Collections;
using System.Text.Json;

namespace AccelSim.Machine.Yaml;

/// <summary>Goes through a bound record the way that <see cref="RecordBinder"/> came: the same keys, in the same order, values that files leave out included.</summary>
internal static class RecordWalk
{
    /// <summary>A value that a file writes as one word, and the property that it is bound to (that of its list or map where it is an element).</summary>
    internal readonly record struct Leaf(string Path, object Value, RecordShape.Member? Member, bool Untimed);

    /// <summary>All single values below a record; what is absent is left out.</summary>
    public static IEnumerable<Leaf> Of(object record) => Below(record, "", null, false);

    private static IEnumerable<Leaf> Below(object? value, string path, RecordShape.Member? member, bool untimed)
    {
        if (value is null)
        {
            return [];
        }

        var type = value.GetType();
        if (ScalarBinder.Handles(type))
        {
            return [new Leaf(path, value, member, untimed)];
        }

        if (!CollectionBinder.Handles(type))
        {
            return RecordShape.Of(type).Members.SelectMany(inner =>
                Below(inner.Property.GetValue(value), ConfigPath.Join(path, inner.Key), inner, untimed || inner.Untimed));
        }

        return type.GetGenericArguments().Length == 1
            ? ((IEnumerable)value).Cast<object>().SelectMany((item, i) => Below(item, FormattableString.Invariant($"{path}[{i}]"), member, untimed))
            : Entries((IDictionary)value).SelectMany(entry => Below(entry.Value, ConfigPath.Join(path, Key(entry.Key)), member, untimed));
    }

    private static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return entry;
        }
    }

    private static string Key(object key) => key is Enum word ? JsonNamingPolicy.CamelCase.ConvertName(word.ToString()) : key.ToString()!;
}
