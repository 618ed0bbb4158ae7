using System.Reflection;

namespace AccelSim.Machine.Yaml;

/// <summary>
/// Turns nodes into immutable records by their declared properties. Keys without a property, required properties without a
/// key, and values of the wrong kind are problems; binding goes on, so that all of them are found in one pass.
/// </summary>
internal sealed class RecordBinder(ProblemList problems)
{
    private int _incomplete;

    /// <summary>Grows with everything that leaves a record without a value; rules between values are checked where it did not.</summary>
    public int Faults => problems.Count + _incomplete;

    /// <summary>Binds <paramref name="node"/>; null when it has problems or is an absent optional value.</summary>
    public object? Bind(Type type, ConfigNode node, string path, BoundsAttribute? bounds = null)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ScalarBinder.Handles(type))
        {
            return BindScalar(type, node, path, bounds);
        }

        return CollectionBinder.Handles(type)
            ? new CollectionBinder(this, problems).Bind(type, node, path, bounds)
            : BindRecord(type, node, path);
    }

    private object? BindScalar(Type type, ConfigNode node, string path, BoundsAttribute? bounds)
    {
        if (node is not ConfigScalar scalar)
        {
            problems.Add(node.Location, path, "", $"must be {ScalarBinder.Describe(type)}, not a {Kind(node)}");
            return null;
        }

        var problem = ScalarBinder.TryBind(type, scalar.Text, bounds, out var value);
        if (problem is not null)
        {
            problems.Add(scalar.Location, path, scalar.Text, problem);
        }

        return value;
    }

    private object? BindRecord(Type type, ConfigNode node, string path)
    {
        if (node is not ConfigMap map)
        {
            problems.Add(node.Location, path, (node as ConfigScalar)?.Text ?? "", $"must hold keys and values, not a {Kind(node)}");
            return null;
        }

        var before = Faults;
        _incomplete += map.Incomplete ? 1 : 0;
        string? discriminator = null;
        if (type.IsAbstract)
        {
            (type, discriminator) = ChooseVariant(type, map, path);
            if (discriminator is null)
            {
                return null;
            }
        }

        var shape = RecordShape.Of(type);
        var record = Activator.CreateInstance(type)!;
        foreach (var member in shape.Members)
        {
            BindMember(record, member, map, path);
        }

        foreach (var entry in map.Entries)
        {
            var known = entry.Key == discriminator || shape.Members.Any(m => m.Key == entry.Key);
            if (!known && entry.Value is not ConfigScalar { SwitchesOff: true })
            {
                var nearest = Nearest.To(entry.Key, shape.Members.Select(m => m.Key));
                problems.Add(entry.KeyLocation, ConfigPath.Join(path, entry.Key), "", "is an unknown key" +
                    (nearest is null ? $"; known here: {string.Join(", ", shape.Members.Select(m => m.Key))}" : $", did you mean '{nearest}'?"));
            }
        }

        if (Faults == before && record is ICheckedRecord rules)
        {
            rules.Check((key, message) => problems.Add(Locate(map, key), Dotted(path, key), TextAt(map, key), message));
        }

        return Faults == before ? record : null;
    }

    private void BindMember(object record, RecordShape.Member member, ConfigMap map, string path)
    {
        var entry = map.Find(member.Key);
        if (entry is null or { Value: ConfigScalar { IsNull: true } })
        {
            if (member.Required && !map.Incomplete)
            {
                problems.Add(entry?.KeyLocation ?? map.Location, ConfigPath.Join(path, member.Key), "",
                    $"is required ({ScalarBinder.Describe(member.Property.PropertyType)}) and has no value");
            }

            return;
        }

        if (Bind(member.Property.PropertyType, entry.Value, ConfigPath.Join(path, member.Key), member.Bounds) is { } value)
        {
            member.Property.SetValue(record, value);
        }
    }

    private (Type Type, string? Discriminator) ChooseVariant(Type type, ConfigMap map, string path)
    {
        var variants = type.GetCustomAttributes<VariantAttribute>(inherit: false).ToList();
        var key = variants[0].Key;
        var names = string.Join(", ", variants.Select(v => v.Name));
        if (map.Find(key)?.Value is not ConfigScalar { IsNull: false } chosen)
        {
            if (!map.Incomplete)
            {
                problems.Add(map.Find(key)?.Value.Location ?? map.Location, ConfigPath.Join(path, key), "", $"is required: one of {names}");
            }

            return (type, null);
        }

        var variant = variants.Find(v => v.Name == chosen.Text);
        if (variant is null)
        {
            var nearest = Nearest.To(chosen.Text, variants.Select(v => v.Name));
            problems.Add(chosen.Location, ConfigPath.Join(path, key), chosen.Text,
                $"is unknown{(nearest is null ? "" : $", did you mean '{nearest}'?")} Known: {names}");
        }

        return (variant?.Type ?? type, variant is null ? null : key);
    }

    private static SourceLocation Locate(ConfigNode node, string key) => Deepest(node, key).Location;

    private static string TextAt(ConfigNode node, string key) => key.Length > 0 && Deepest(node, key) is ConfigScalar scalar ? scalar.Text : "";

    // The node a rule is about, or the nearest one around it that was written at all.
    private static ConfigNode Deepest(ConfigNode node, string key)
    {
        foreach (var step in key.Length == 0 ? [] : ConfigPath.Split(key) ?? [])
        {
            var next = step is int index
                ? node is ConfigList list && index < list.Items.Count ? list.Items[index] : null
                : (node as ConfigMap)?.Find((string)step)?.Value;
            if (next is null)
            {
                break;
            }

            node = next;
        }

        return node;
    }

    private static string Dotted(string path, string key) => key.Length == 0 ? path : ConfigPath.Join(path, key);

    internal static string Kind(ConfigNode node) => node switch { ConfigMap => "map", ConfigList => "list", _ => "single value" };
}
