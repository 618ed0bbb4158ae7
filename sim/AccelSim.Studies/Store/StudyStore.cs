using System.Text;

namespace AccelSim.Studies;

/// <summary>
/// Results of studies in a file that only grows: a line that says what the file is, then a line of JSON for each point. A line counts once its end is written,
/// so that whoever is killed loses at most what was under way; what is left of a cut line is taken away when the store is next opened. One process writes at a
/// time; anybody may read meanwhile.
/// </summary>
public sealed class StudyStore : IDisposable
{
    /// <summary>Version of the file's form.</summary>
    public const int Version = 1;

    private const long Largest = 1L << 31;

    private static readonly byte[] Head = Encoding.UTF8.GetBytes($"{{\"accelsim-study\":{Version}}}\n");

    private readonly FileStream _file;
    private readonly FileStream _lock;
    private readonly Lock _writing = new();
    private readonly Dictionary<string, StudyRow> _rows = new(StringComparer.Ordinal);

    private StudyStore(string path, FileStream file, FileStream locked, IEnumerable<StudyRow> rows)
    {
        (Path, _file, _lock) = (path, file, locked);
        foreach (var row in rows)
        {
            _rows[row.Key] = row;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a store to add to it; makes it where there is none.</summary>
    /// <exception cref="StudyStoreException">It is no store, one of another version, damaged, in use, or cannot be written.</exception>
    public static StudyStore Open(string path)
    {
        // The lock is a file of its own: who reads the store needs none.
        var locked = Opened(path + ".lock", FileShare.None, FileOptions.DeleteOnClose, path);
        FileStream? file = null;
        try
        {
            file = Opened(path, FileShare.ReadWrite, FileOptions.None, path);
            var (rows, complete) = Read(path, file);
            if (file.Length != complete)
            {
                file.SetLength(complete);
            }

            file.Seek(0, SeekOrigin.End);
            var store = new StudyStore(path, file, locked, rows);
            if (complete == 0)
            {
                store.Append(Head);
            }

            return store;
        }
        catch
        {
            file?.Dispose();
            locked.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a store, oldest first, the last of each point; a process may be writing it.</summary>
    /// <exception cref="StudyStoreException">It is no store, one of another version, or damaged.</exception>
    public static IReadOnlyList<StudyRow> Rows(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var last = new OrderedDictionary<string, StudyRow>(StringComparer.Ordinal);
        foreach (var row in Read(path, file).Rows)
        {
            last[row.Key] = row;
        }

        return [.. last.Values];
    }

    /// <summary>The row of a point; null where it was not run yet.</summary>
    public StudyRow? Find(string key)
    {
        lock (_writing)
        {
            return _rows.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds a row; it is on the disk when this returns.</summary>
    /// <exception cref="StudyStoreException">It cannot be written, as on a full disk; the store is as it was before.</exception>
    public void Add(StudyRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var line = StudyRowJson.ToLine(row);
        lock (_writing)
        {
            Append([.. line, (byte)'\n']);
            _rows[row.Key] = row;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static FileStream Opened(string path, FileShare share, FileOptions options, string store)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, Options = options });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StudyStoreException(share == FileShare.None && File.Exists(path) && e is IOException
                ? $"{store}: another process works on this store; wait for it, or name another with --store FILE"
                : $"{store}: the store cannot be written: {e.Message}", e);
        }
    }

    private void Append(byte[] bytes)
    {
        var before = _file.Position;
        try
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            try
            {
                _file.SetLength(before);
                _file.Seek(0, SeekOrigin.End);
            }
            catch (IOException)
            {
                // What is left is a line without its end, which nobody counts.
            }

            throw new StudyStoreException($"{Path}: a result cannot be written: {e.Message.TrimEnd('.')}; the {_rows.Count} results before it are safe, make room and run the study again", e);
        }
    }

    /// <summary>Rows, and the bytes that complete lines take.</summary>
    private static (List<StudyRow> Rows, long Complete) Read(string path, FileStream file)
    {
        if (file.Length > Largest)
        {
            throw new StudyStoreException($"{path}: has {file.Length >> 20} MiB; a store has at most {Largest >> 20}");
        }

        file.Seek(0, SeekOrigin.Begin);
        var rows = new List<StudyRow>();
        var (complete, number) = (0L, 0);
        foreach (var line in Lines(file))
        {
            number++;
            if (number == 1)
            {
                CheckHead(path, line);
            }
            else
            {
                rows.Add(StudyRowJson.TryRead(line)
                    ?? throw new StudyStoreException($"{path}, line {number}: is no result of a study; the file was changed by hand or damaged. Take the line out, and its point is run again"));
            }

            complete += line.Length + 1;
        }

        return complete == 0 && file.Length > 0 && !HeadBegins(file)
            ? throw new StudyStoreException($"{path}: is not a store of study results; name another with --store FILE")
            : (rows, complete);
    }

    private static bool HeadBegins(FileStream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        var begin = new byte[Math.Min(file.Length, Head.Length)];
        file.ReadExactly(begin);
        return file.Length < Head.Length && Head.AsSpan().StartsWith(begin);
    }

    private static void CheckHead(string path, byte[] line)
    {
        var text = Encoding.UTF8.GetString(line.AsSpan(0, Math.Min(line.Length, 100)));
        if (!text.StartsWith("{\"accelsim-study\":", StringComparison.Ordinal))
        {
            throw new StudyStoreException($"{path}: is not a store of study results; name another with --store FILE");
        }

        if (!line.AsSpan().SequenceEqual(Head.AsSpan(0, Head.Length - 1)))
        {
            throw new StudyStoreException($"{path}: is a store of another version ({text.Split(':')[1].TrimEnd('}')}, this program writes {Version}); name another with --store FILE");
        }
    }

    /// <summary>Complete lines without their ends.</summary>
    private static IEnumerable<byte[]> Lines(FileStream file)
    {
        var (buffer, line) = (new byte[1 << 16], new MemoryStream());
        for (int count; (count = file.Read(buffer)) > 0;)
        {
            for (var at = 0; at < count;)
            {
                var end = buffer.AsSpan(at, count - at).IndexOf((byte)'\n');
                line.Write(buffer, at, end < 0 ? count - at : end);
                if (end < 0)
                {
                    break;
                }

                yield return line.ToArray();
                line.SetLength(0);
                at += end + 1;
            }
        }
    }
}
