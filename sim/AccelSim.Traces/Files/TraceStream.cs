using System.IO.Compression;

namespace AccelSim.Traces.Files;

/// <summary>Opens a file of a trace as text, whatever it is packed with; its first bytes decide, not its name.</summary>
internal static class TraceStream
{
    private static readonly byte[] Gzip = [0x1f, 0x8b];
    private static readonly byte[] Xz = [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    /// <summary>Opens a file.</summary>
    /// <exception cref="TraceException">It is not there, or may not be read.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return Unpack(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TraceException(path, 0, $"cannot be opened: {problem.Message}", problem);
        }
    }

    /// <summary>The text inside a stream that can be sought in.</summary>
    public static Stream Unpack(Stream file)
    {
        Span<byte> start = stackalloc byte[Xz.Length];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        return start.StartsWith(Gzip) ? new GZipStream(file, CompressionMode.Decompress)
            : start.SequenceEqual(Xz) ? new XzText(file)
            : file;
    }
}
