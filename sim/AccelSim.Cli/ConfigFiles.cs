namespace AccelSim.Cli;

/// <summary>
/// Finds configuration by path or by short name: <c>mlu370-x4</c> is <c>configs/chips/mlu370-x4.yaml</c> under the current directory or
/// one above it, else under the folder of the program or one above that.
/// </summary>
internal static class ConfigFiles
{
    public const string DefaultChip = "mlu370-x4";
    public const string DefaultHost = "server-pcie4";

    public static string Chip(string? named) => Find(named ?? DefaultChip, "chips");

    public static string System(string named) => Find(named, "systems");

    public static string Memory(string named) => Find(named, "memories");

    public static string Network(string named) => Find(named, "networks");

    public static string Host(string? named) => Find(named ?? DefaultHost, "hosts");

    /// <summary>The folder <c>configs/KIND</c>, or null.</summary>
    public static string? Folder(string kind) => Roots().Select(root => Path.Combine(root, "configs", kind)).FirstOrDefault(Directory.Exists);

    private static string Find(string named, string kind)
    {
        if (File.Exists(named) || named.AsSpan().ContainsAny('/', '\\') || named.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        {
            return named;
        }

        var found = Roots().Select(root => Path.Combine(root, "configs", kind, named + ".yaml")).FirstOrDefault(File.Exists);
        return found ?? throw new UsageException($"there is no file and no configs/{kind}/{named}.yaml; known: {Known(kind)}");
    }

    private static string Known(string kind) => Folder(kind) is { } folder
        ? string.Join(", ", Directory.GetFiles(folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal))
        : "none";

    private static IEnumerable<string> Roots() => Above(Directory.GetCurrentDirectory()).Concat(Above(AppContext.BaseDirectory));

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
