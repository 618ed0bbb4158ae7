namespace AccelSim.Cli;

/// <summary>The files that a command writes: all of them, or none. They appear under their names only when every one is complete.</summary>
internal sealed class OutputSet
{
    private readonly List<(string Path, Func<Stream, Task> Write)> _files = [];

    /// <summary>Refuses a destination that cannot be written, before any work is done.</summary>
    /// <exception cref="UsageException">Its folder does not exist, or it is a folder.</exception>
    public static void Check(string? path)
    {
        if (path is null)
        {
            return;
        }

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

    /// <summary>Adds a file.</summary>
    public void Add(string? path, Func<Stream, Task> write)
    {
        Check(path);
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

    private static string Partial(string path) => path + ".partial";
}
