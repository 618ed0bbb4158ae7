using System.Collections;
using System.Collections.Immutable;
using System.Reflection;

namespace AccelSim.Machine.Yaml;

/// <summary>
/// Binds lists to <see cref="ImmutableArray{T}"/> and maps with free keys to <see cref="ImmutableSortedDictionary{TKey, TValue}"/>.
/// </summary>
internal sealed class CollectionBinder(RecordBinder records, ProblemList problems)
{
    public static bool Handles(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var definition &&
        (definition == typeof(ImmutableArray<>) || definition == typeof(ImmutableSortedDictionary<,>));

    public object? Bind(Type type, ConfigNode node, string path, BoundsAttribute? bounds)
    {
        var arguments = type.GetGenericArguments();
        return arguments.Length == 1
            ? BindList(arguments[0], node, path, bounds)
            : BindMap(arguments[0], arguments[1], node, path, bounds);
    }

    private object? BindList(Type element, ConfigNode node, string path, BoundsAttribute? bounds)
    {
        if (node is not ConfigList list)
        {
            problems.Add(node.Location, path, (node as ConfigScalar)?.Text ?? "", $"must be a list, not a {RecordBinder.Kind(node)}");
            return null;
        }

        var before = records.Faults;
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (records.Bind(element, list.Items[i], FormattableString.Invariant($"{path}[{i}]"), bounds) is { } item)
            {
                items.Add(item);
            }
        }

        return records.Faults == before ? Convert(nameof(ToArray), [element], items) : null;
    }

    private object? BindMap(Type key, Type element, ConfigNode node, string path, BoundsAttribute? bounds)
    {
        if (node is not ConfigMap map)
        {
            problems.Add(node.Location, path, (node as ConfigScalar)?.Text ?? "", $"must hold keys and values, not a {RecordBinder.Kind(node)}");
            return null;
        }

        var before = records.Faults;
        var items = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, element))!;
        foreach (var entry in map.Entries)
        {
            var entryPath = ConfigPath.Join(path, entry.Key);
            var problem = ScalarBinder.TryBind(key, entry.Key, null, out var boundKey);
            if (problem is not null || items.Contains(boundKey!))
            {
                problems.Add(entry.KeyLocation, entryPath, entry.Key, problem ?? "is given twice");
            }
            else if (entry.Value is not ConfigScalar { IsNull: true } && records.Bind(element, entry.Value, entryPath, bounds) is { } value)
            {
                items.Add(boundKey!, value);
            }
        }

        return records.Faults == before ? Convert(nameof(ToSorted), [key, element], items) : null;
    }

    private static object? Convert(string method, Type[] arguments, object items) =>
        typeof(CollectionBinder).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments)
            .Invoke(null, [items]);

    private static ImmutableArray<T> ToArray<T>(List<T> items) => [.. items];

    // Ordinal order, so that iterating a map of names is the same on every machine.
    private static ImmutableSortedDictionary<TKey, TValue> ToSorted<TKey, TValue>(Dictionary<TKey, TValue> items)
        where TKey : notnull =>
        items.ToImmutableSortedDictionary(typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : Comparer<TKey>.Default);
}
