using System.Collections.Immutable;

namespace AccelSim.Machine.Yaml;

/// <summary>
/// Reads files and what they extend. At the root of a document <c>extends: FILE</c> lays the document over that file; inside, it makes a
/// map of that file and the map's other keys, and what a base document has under the same key is gone.
/// </summary>
/// <remarks>A file is looked for relative to the one that names it. Every use of a file reads it anew, so their number is bounded.</remarks>
internal sealed class ConfigBases(ProblemList problems)
{
    private const string Extends = "extends";
    private const int LongestChain = 16;
    private const int MostFiles = 256;

    private int _files;

    /// <summary>A file with all it extends; null when it has problems (which are in the list).</summary>
    public ConfigNode? ReadFile(string path) => Read(path, new SourceLocation(path, 0, 0), []);

    /// <summary>A document that was read already; files it extends are relative to that of <paramref name="path"/>.</summary>
    public ConfigNode? Complete(ConfigNode? own, string path) => Document(own, path, []);

    /// <summary>A value laid over a document later: only maps in it may extend files, relative to the current directory.</summary>
    public ConfigNode CompleteValue(ConfigNode value) => Inside(value, "", []);

    private ConfigNode? Read(string path, SourceLocation at, ImmutableList<string> chain)
    {
        if (path.Length == 0 || path.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
        {
            problems.Add(at, "", path, "is not a file name");
            return null;
        }

        var full = Path.GetFullPath(path);
        if (chain.Contains(full) || chain.Count >= LongestChain)
        {
            problems.Add(at, Extends, path, $"extends itself: {string.Join(" -> ", chain.Add(full).Select(Path.GetFileName))}");
            return null;
        }

        if (++_files > MostFiles)
        {
            problems.Add(at, Extends, path, FormattableString.Invariant($"is not read: the document extends more than {MostFiles} files"));
            return null;
        }

        return Document(new YamlDocumentReader(path, problems).ReadFile(path), path, chain.Add(full));
    }

    private ConfigNode? Document(ConfigNode? own, string path, ImmutableList<string> chain)
    {
        if (own is not ConfigMap map)
        {
            return own;
        }

        var rest = (ConfigMap)InsideOf(map, path, chain);
        if (map.Find(Extends) is not { } extends)
        {
            return rest;
        }

        if (Target(extends.Value, path) is not { } target)
        {
            return rest with { Incomplete = true };
        }

        return Read(target, extends.Value.Location, chain) is { } below ? ConfigMerge.Over(below, rest) : null;
    }

    private ConfigNode Inside(ConfigNode node, string path, ImmutableList<string> chain)
    {
        if (node is not ConfigMap map || map.Find(Extends) is not { } extends)
        {
            return InsideOf(node, path, chain);
        }

        var rest = (ConfigMap)InsideOf(map, path, chain);
        if (Target(extends.Value, path) is not { } target || Read(target, extends.Value.Location, chain) is not { } read)
        {
            return rest with { Replaces = true, Incomplete = true };
        }

        if (read is not ConfigMap below)
        {
            problems.Add(extends.Value.Location, Extends, target, "holds no keys and values");
            return rest with { Replaces = true, Incomplete = true };
        }

        // What is missing is missing in the file that is extended.
        return (ConfigMap)ConfigMerge.Over(below, rest) with { Replaces = true, Location = below.Location };
    }

    // The node without its own extends, whatever is in it completed.
    private ConfigNode InsideOf(ConfigNode node, string path, ImmutableList<string> chain) => node switch
    {
        ConfigMap map => map with { Entries = [.. map.Entries.Where(e => e.Key != Extends).Select(e => e with { Value = Inside(e.Value, path, chain) })] },
        ConfigList list => list with { Items = [.. list.Items.Select(item => Inside(item, path, chain))] },
        _ => node,
    };

    private string? Target(ConfigNode value, string path)
    {
        if (value is not ConfigScalar { IsNull: false } target || target.Text.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
        {
            problems.Add(value.Location, Extends, "", "must name one file");
            return null;
        }

        var found = Path.Combine(Path.GetDirectoryName(path) ?? "", target.Text);
        if (!File.Exists(found))
        {
            problems.Add(value.Location, Extends, target.Text, $"does not exist (looked for {found})");
            return null;
        }

        return found;
    }
}
