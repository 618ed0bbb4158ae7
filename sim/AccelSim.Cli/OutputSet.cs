namespace AccelSim.Cli;

/// <summary>The files that a command writes: all of them, or none. They appear under their names only when every one is complete.</summary>
internal sealed class OutputSet
{
    private readonly List<(string Path, Func<Stream, Task> Write)> _files = [];

    /// <summary>Refuses destinations that cannot be written, before any work is done.</summary>
    /// <param name="destinations">Every path that may be added later; null where a file is not asked for.</param>
    /// <exception cref="UsageException">The folder of one does not exist, or it is a folder.</exception>
    public OutputSet(params IEnumerable<string?> destinations)
    {
        foreach (var path in destinations.OfType<string>())
        {
            Check(path);
        }
    }

    /// <summary>Adds a file; does nothing where it is not asked for.</summary>
    public void Add(string? path, Func<Stream, Task> write)
    {
        if (path is not null)
        {
            _files.Add((path, write));
        }
    }

    /// <summary>Adds a file that is written at once.</summary>
    public void Add(string? path, Action<Stream> write) => Add(path, stream =>
    {
        write(stream);
        return Task.CompletedTask;
    });

    /// <summary>Adds a text file.</summary>
    public void AddText(string? path, Action<TextWriter> write) => Add(path, stream =>
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(text);
    });

    /// <summary>Writes all files beside their places, then moves them there.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var (path, write) in _files)
            {
                await using var stream = File.Create(Partial(path));
                await write(stream);
                cancellation.ThrowIfCancellationRequested();
            }

            foreach (var (path, _) in _files)
            {
                File.Move(Partial(path), path, overwrite: true);
            }
        }
        finally
        {
            foreach (var (path, _) in _files)
            {
                File.Delete(Partial(path));
            }
        }
    }

    private static void Check(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{path}: the folder {folder} does not exist");
        }

        if (Directory.Exists(path))
        {
            throw new UsageException($"{path}: is a folder");
        }
    }

    private static string Partial(string path) => path + ".partial";
}
