namespace AccelSim.Machine.Yaml;

/// <summary>A piece of a configuration document that remembers where it was written.</summary>
internal abstract record ConfigNode(SourceLocation Location);

/// <summary>Text: a number, a quantity, a word.</summary>
internal sealed record ConfigScalar(SourceLocation Location, string Text, bool Quoted) : ConfigNode(Location)
{
    /// <summary>Written as nothing at all: switches an inherited optional value off.</summary>
    public bool IsNull => !Quoted && (Text is "" or "~" or "null");

    /// <summary>True for a null that was laid over a value: its key may be one that only the value below needed.</summary>
    public bool SwitchesOff { get; init; }
}

/// <summary>An ordered list.</summary>
internal sealed record ConfigList(SourceLocation Location, List<ConfigNode> Items) : ConfigNode(Location);

/// <summary>Keys and values in the order of the file; no key twice.</summary>
internal sealed record ConfigMap(SourceLocation Location, List<ConfigEntry> Entries) : ConfigNode(Location)
{
    /// <summary>Made of a file it extends: laid over another map it takes the place of all of it.</summary>
    public bool Replaces { get; init; }

    /// <summary>A file it extends could not be read, which is a problem already; keys it lacks are not.</summary>
    public bool Incomplete { get; init; }

    public ConfigEntry? Find(string key) => Entries.Find(e => e.Key == key);
}

/// <summary>One key of a map with its value.</summary>
internal sealed record ConfigEntry(string Key, SourceLocation KeyLocation, ConfigNode Value);
