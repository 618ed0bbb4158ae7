namespace AccelSim.Machine.Yaml;

/// <summary>Applies <c>a.b[2].c=value</c> to a document; the value is YAML, so <c>[1, 2]</c>, <c>{ a: 1 }</c> and <c>{ extends: FILE }</c> work too.</summary>
internal static class ConfigOverride
{
    public static ConfigNode Apply(ConfigNode root, string assignment, ConfigBases bases, ProblemList problems)
    {
        var place = Place(assignment);
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            problems.Add(place, "", "", "is not of the form key=value");
            return root;
        }

        var path = assignment[..equals].Trim();
        var steps = ConfigPath.Split(path);
        if (steps is null)
        {
            problems.Add(place, "", path, "is not a path such as core.queues[2].depth");
            return root;
        }

        var text = assignment[(equals + 1)..];
        var value = text.Trim().Length == 0
            ? new ConfigScalar(place, "", false)
            : new YamlDocumentReader(place.File, problems).ReadText(text);
        return value is null ? root : Replace(root, steps, 0, bases.CompleteValue(Relocate(value, place)), path, place, problems);
    }

    /// <summary>What stands for the place of an override in problems.</summary>
    public static SourceLocation Place(string assignment) => new("--set " + assignment, 0, 0);

    private static ConfigNode Replace(
        ConfigNode node, List<object> steps, int at, ConfigNode value, string path, SourceLocation place, ProblemList problems)
    {
        if (at == steps.Count)
        {
            return ConfigMerge.Over(node, value);
        }

        if (steps[at] is int index)
        {
            if (node is not ConfigList list || index >= list.Items.Count)
            {
                var have = node is ConfigList shorter ? FormattableString.Invariant($"has {shorter.Items.Count} elements") : "is not a list";
                problems.Add(place, path, "", $"cannot set element {index}: what it names {have}");
                return node;
            }

            var items = list.Items.ToList();
            items[index] = Replace(items[index], steps, at + 1, value, path, place, problems);
            return list with { Items = items };
        }

        var key = (string)steps[at];
        if (node is not ConfigMap map)
        {
            if (node is not ConfigScalar { IsNull: true })
            {
                problems.Add(place, path, "", $"cannot set '{key}': what it names holds no keys");
                return node;
            }

            map = new ConfigMap(place, []);
        }

        var entries = map.Entries.ToList();
        var found = entries.FindIndex(e => e.Key == key);
        var below = found >= 0 ? entries[found].Value : new ConfigScalar(place, "", false);
        var entry = new ConfigEntry(key, place, Replace(below, steps, at + 1, value, path, place, problems));
        if (found >= 0)
        {
            entries[found] = entry;
        }
        else
        {
            entries.Add(entry);
        }

        return map with { Entries = entries };
    }

    private static ConfigNode Relocate(ConfigNode node, SourceLocation place) => node switch
    {
        ConfigMap map => new ConfigMap(place, [.. map.Entries.Select(e => new ConfigEntry(e.Key, place, Relocate(e.Value, place)))]),
        ConfigList list => new ConfigList(place, [.. list.Items.Select(i => Relocate(i, place))]),
        _ => node with { Location = place },
    };
}
