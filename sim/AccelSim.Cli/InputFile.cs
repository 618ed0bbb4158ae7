namespace AccelSim.Cli;

/// <summary>A file that a command line names as its input.</summary>
internal static class InputFile
{
    /// <summary>The path, if there is a file; <paramref name="extensions"/> are what the verb takes, for an example.</summary>
    /// <exception cref="UsageException">It is a folder, or not there.</exception>
    public static string Existing(string path, params string[] extensions)
    {
        if (File.Exists(path))
        {
            return path;
        }

        throw new UsageException(!Directory.Exists(path) ? $"{path}: there is no such file"
            : Example(path, extensions) is { } example ? $"{path}: is a folder; name one file, such as {example}"
            : $"{path}: is a folder without {string.Join(" or ", extensions)} files; name one file");
    }

    private static string? Example(string folder, string[] extensions) => Directory.EnumerateFiles(folder)
        .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).FirstOrDefault();
}
