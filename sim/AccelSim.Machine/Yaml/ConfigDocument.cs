namespace AccelSim.Machine.Yaml;

/// <summary>A whole configuration: a file, the files it extends, and the overrides laid over them.</summary>
internal static class ConfigDocument
{
    /// <summary>Loads and binds a record.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem found.</exception>
    public static T Load<T>(string path, IEnumerable<string> overrides)
        where T : class
    {
        var problems = new ProblemList();
        var bases = new ConfigBases(problems);
        return Bind<T>(bases.ReadFile(path), overrides, bases, problems, path);
    }

    /// <summary>As <see cref="Load{T}"/>, from text; <c>extends</c> is relative to the current directory.</summary>
    public static T Parse<T>(string text, string name, IEnumerable<string> overrides)
        where T : class
    {
        var problems = new ProblemList();
        var bases = new ConfigBases(problems);
        return Bind<T>(bases.Complete(new YamlDocumentReader(name, problems).ReadText(text), name), overrides, bases, problems, name);
    }

    /// <summary>What is bound in the end, in one fixed form: files that are extended and overrides in place, no comments.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read, or an override has no place.</exception>
    public static string Text(string path, IEnumerable<string> overrides)
    {
        var problems = new ProblemList();
        var bases = new ConfigBases(problems);
        var root = bases.ReadFile(path);
        foreach (var assignment in root is null ? [] : overrides)
        {
            root = ConfigOverride.Apply(root!, assignment, bases, problems);
        }

        problems.ThrowIfAny();
        return root is null ? "" : ConfigText.Of(root);
    }

    private static T Bind<T>(ConfigNode? root, IEnumerable<string> overrides, ConfigBases bases, ProblemList problems, string name)
        where T : class
    {
        if (root is not null)
        {
            foreach (var assignment in overrides)
            {
                root = ConfigOverride.Apply(root, assignment, bases, problems);
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
}
