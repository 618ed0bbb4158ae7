namespace AccelSim.Machine.Yaml;

/// <summary>Lays one document over another: maps merge key by key, a null switches off what is below, everything else replaces, as does a map made of a file.</summary>
internal static class ConfigMerge
{
    public static ConfigNode Over(ConfigNode below, ConfigNode above)
    {
        if (above is ConfigScalar { IsNull: true } off && below is not ConfigScalar { IsNull: true })
        {
            return off with { SwitchesOff = true };
        }

        if (below is not ConfigMap lower || above is not ConfigMap { Replaces: false } upper)
        {
            return above;
        }

        var entries = new List<ConfigEntry>(lower.Entries.Count + upper.Entries.Count);
        foreach (var entry in lower.Entries)
        {
            entries.Add(upper.Find(entry.Key) is { } replacing ? replacing with { Value = Over(entry.Value, replacing.Value) } : entry);
        }

        entries.AddRange(upper.Entries.Where(e => lower.Find(e.Key) is null));
        return new ConfigMap(upper.Location, entries) { Incomplete = lower.Incomplete || upper.Incomplete };
    }
}
