using System.Buffers;
using System.IO.Pipelines;
using MessagePack;

namespace AccelSim.Isa.Image;

/// <summary>
/// Writes an image into a pipe. Layout: eight magic bytes; the version (integer); the metadata (binary); then each inline
/// constant in order (binary). After the metadata and after each constant stands the CRC-32C (five-byte integer) of all
/// bytes before it. Constants go last and one by one, so that they are never all in memory for the file's sake.
/// </summary>
internal static class ImageStreamWriter
{
    private const int Slice = 1 << 16;

    /// <summary>As in PNG: a high bit, a name, and line ends that a text-mode transfer would change.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'A', (byte)'X', (byte)'P', 0x0D, 0x0A, 0x1A, 0x0A];

    public static async Task WriteAsync(ProgramImage image, PipeWriter pipe, CancellationToken cancellation)
    {
        var to = new ChecksumBufferWriter(pipe);
        WriteHead(image, to);
        await pipe.FlushAsync(cancellation);
        foreach (var constant in image.Constants)
        {
            if (Bytes(constant) is not { } bytes)
            {
                continue;
            }

            new MessagePackWriter(to).WriteBinHeader(bytes.Length);
            for (var at = 0; at < bytes.Length; at += Slice)
            {
                to.Write(bytes.Span[at..Math.Min(at + Slice, bytes.Length)]);
                await pipe.FlushAsync(cancellation);
            }

            new MessagePackWriter(to).WriteUInt32(to.Checksum);
        }

        await pipe.CompleteAsync();
    }

    private static void WriteHead(ProgramImage image, ChecksumBufferWriter to)
    {
        var metadata = new ArrayBufferWriter<byte>();
        ImageEncoder.Write(new MessagePackWriter(metadata), image);
        var writer = new MessagePackWriter(to);
        writer.WriteRaw(Magic);
        writer.Write(image.FormatVersion);
        writer.Write(metadata.WrittenSpan);
        writer.WriteUInt32(to.Checksum);
    }

    private static ReadOnlyMemory<byte>? Bytes(ImageConstant constant)
    {
        var bytes = constant.Content switch
        {
            InlineContent inline => inline.Bytes,
            DeferredContent deferred => deferred.Make(),
            _ => (ReadOnlyMemory<byte>?)null,
        };
        var announced = ImageEncoder.LengthOf(constant.Content);
        return bytes is null || bytes.Value.Length == announced
            ? bytes
            : throw new InvalidOperationException($"constant '{constant.Name}' announced {announced} bytes and made {bytes.Value.Length}");
    }
}
