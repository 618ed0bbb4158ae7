using System.IO.Pipelines;

namespace AccelSim.Isa.Image;

/// <summary>Saves and loads program images (<c>.axp</c>).</summary>
public static class ProgramImageFile
{
    /// <summary>Writes an image; the file appears whole or not at all.</summary>
    /// <exception cref="ArgumentException">The image breaks its own rules.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task SaveAsync(ProgramImage image, string path, CancellationToken cancellation = default)
    {
        var temporary = path + ".partial";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await WriteAsync(image, file, cancellation);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes an image into a stream, which stays open.</summary>
    /// <exception cref="ArgumentException">The image breaks its own rules.</exception>
    public static async Task WriteAsync(ProgramImage image, Stream stream, CancellationToken cancellation = default)
    {
        var problems = ImageRules.Problems(image);
        if (!problems.IsEmpty)
        {
            throw new ArgumentException("not a possible program: " + string.Join("; ", problems), nameof(image));
        }

        await ImageStreamWriter.WriteAsync(image, PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)), cancellation);
    }

    /// <summary>Reads an image.</summary>
    /// <exception cref="ProgramImageException">It cannot be read, or is not a whole, unchanged image of this version.</exception>
    public static async Task<ProgramImage> LoadAsync(string path, CancellationToken cancellation = default)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return await ReadAsync(file, path, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var missing = e is FileNotFoundException or DirectoryNotFoundException;
            throw new ProgramImageException(path, missing ? "does not exist" : "cannot be read: " + e.Message, e);
        }
    }

    /// <summary>Reads an image from a stream, which stays open; <paramref name="name"/> stands for the file in messages.</summary>
    /// <exception cref="ProgramImageException">It is not a whole, unchanged image of this version.</exception>
    public static async Task<ProgramImage> ReadAsync(Stream stream, string name, CancellationToken cancellation = default)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        try
        {
            return await new ImageStreamReader(pipe, name, cancellation).ReadAsync();
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>As <see cref="SaveAsync"/>, waiting for it.</summary>
    public static void Save(ProgramImage image, string path) => SaveAsync(image, path).GetAwaiter().GetResult();

    /// <summary>As <see cref="LoadAsync"/>, waiting for it.</summary>
    public static ProgramImage Load(string path) => LoadAsync(path).GetAwaiter().GetResult();
}
