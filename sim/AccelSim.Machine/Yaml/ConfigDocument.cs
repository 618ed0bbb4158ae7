using System.Collections.Immutable;

namespace AccelSim.Machine.Yaml;

/// <summary>A whole configuration: a file, the files it extends, and the overrides laid over them.</summary>
internal static class ConfigDocument
{
    private const string Extends = "extends";
    private const int LongestChain = 16;

    /// <summary>Loads and binds a record.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem found.</exception>
    public static T Load<T>(string path, IEnumerable<string> overrides)
        where T : class
    {
        var problems = new ProblemList();
        return Bind<T>(ReadWithBases(path, [], problems), overrides, problems, path);
    }

    /// <summary>As <see cref="Load{T}"/>, from text; <c>extends</c> is relative to the current directory.</summary>
    public static T Parse<T>(string text, string name, IEnumerable<string> overrides)
        where T : class
    {
        var problems = new ProblemList();
        var own = new YamlDocumentReader(name, problems).ReadText(text);
        return Bind<T>(OverBase(own, name, [], problems), overrides, problems, name);
    }

    private static T Bind<T>(ConfigNode? root, IEnumerable<string> overrides, ProblemList problems, string name)
        where T : class
    {
        if (root is not null)
        {
            foreach (var assignment in overrides)
            {
                root = ConfigOverride.Apply(root, assignment, problems);
            }

            var bound = new RecordBinder(problems).Bind(typeof(T), root, "");
            problems.ThrowIfAny();
            if (bound is T record)
            {
                return record;
            }

            problems.Add(root.Location, "", "", "describes nothing");
        }

        problems.ThrowIfAny();
        throw new ConfigurationException([new ConfigProblem(new SourceLocation(name, 0, 0), "", "", "cannot be read")]);
    }

    private static ConfigNode? ReadWithBases(string path, ImmutableList<string> chain, ProblemList problems)
    {
        if (path.Length == 0 || path.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
        {
            problems.Add(new SourceLocation(path, 0, 0), "", path, "is not a file name");
            return null;
        }

        var full = Path.GetFullPath(path);
        if (chain.Contains(full) || chain.Count >= LongestChain)
        {
            problems.Add(new SourceLocation(chain[^1], 0, 0), Extends, path,
                $"extends itself: {string.Join(" -> ", chain.Add(full).Select(Path.GetFileName))}");
            return null;
        }

        return OverBase(new YamlDocumentReader(path, problems).ReadFile(path), path, chain.Add(full), problems);
    }

    private static ConfigNode? OverBase(ConfigNode? own, string path, ImmutableList<string> chain, ProblemList problems)
    {
        if (own is not ConfigMap map || map.Find(Extends) is not { } extends)
        {
            return own;
        }

        var rest = new ConfigMap(map.Location, [.. map.Entries.Where(e => e.Key != Extends)]);
        if (extends.Value is not ConfigScalar { IsNull: false } target || target.Text.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
        {
            problems.Add(extends.Value.Location, Extends, "", "must name one file");
            return rest;
        }

        var basePath = Path.Combine(Path.GetDirectoryName(path) ?? "", target.Text);
        if (!File.Exists(basePath))
        {
            problems.Add(target.Location, Extends, target.Text, $"does not exist (looked for {basePath})");
            return rest;
        }

        return ReadWithBases(basePath, chain, problems) is { } below ? ConfigMerge.Over(below, rest) : null;
    }
}
