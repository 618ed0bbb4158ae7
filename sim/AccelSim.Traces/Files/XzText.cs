using SharpCompress.Compressors.Xz;

namespace AccelSim.Traces.Files;

/// <summary>
/// Text packed by <c>xz</c>, all streams of the file one after the other: <c>xz -T0</c> and <c>cat a.xz b.xz</c> make files that a single decoder ends
/// too early on. Memory is the dictionary that the file asks for, at most <see cref="MaxDictionary"/>.
/// </summary>
internal sealed class XzText(Stream file) : Stream
{
    /// <summary>What <c>xz -9</c> asks for, and twice that.</summary>
    private const long MaxDictionary = 128L << 20;

    private XZStream? _stream;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        try
        {
            while (count > 0)
            {
                if (_stream is null)
                {
                    if (!SkipPadding())
                    {
                        return 0;
                    }

                    CheckDictionary();
                    _stream = new XZStream(file);
                }

                var read = _stream.Read(buffer, offset, count);
                if (read > 0)
                {
                    return read;
                }

                // the decoder has read its stream's index and footer: the next one begins here
                _stream = null;
            }

            return 0;
        }
        catch (Exception problem) when (problem is not (IOException or OutOfMemoryException))
        {
            // the decoder reports broken data in many ways, index out of range among them
            throw new InvalidDataException($"the xz data is broken or cut off ({problem.Message})", problem);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Zero bytes may stand between streams; false where the file ends.</summary>
    private bool SkipPadding()
    {
        for (var next = file.ReadByte(); next >= 0; next = file.ReadByte())
        {
            if (next != 0)
            {
                file.Position--;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads ahead to the dictionary size of the stream's first block (the xz format, sections 2.1.1 and 3.1: twelve bytes of stream header, then the
    /// block header with its flags, sizes and filters; LZMA2 is filter 0x21 with one byte of properties).
    /// </summary>
    private void CheckDictionary()
    {
        var start = file.Position;
        Span<byte> bytes = stackalloc byte[12 + 1024];
        bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        file.Position = start;
        if (bytes.Length < 16 || bytes[12] == 0)
        {
            return; // cut off, or a stream without blocks: the decoder says so
        }

        var at = 14;
        foreach (var present in new[] { (bytes[13] & 0x40) != 0, (bytes[13] & 0x80) != 0 })
        {
            while (present && at < bytes.Length - 3 && (bytes[at++] & 0x80) != 0)
            {
            }
        }

        if (at + 3 <= bytes.Length && bytes[at] == 0x21 && bytes[at + 1] == 1)
        {
            var bits = bytes[at + 2];
            var dictionary = (2L | (uint)(bits & 1)) << ((bits / 2) + 11);
            if (bits > 40 || dictionary > MaxDictionary)
            {
                throw new InvalidDataException($"the xz data asks for a dictionary of {dictionary >> 20} MiB, more than {MaxDictionary >> 20}; pack it again with xz -6");
            }
        }
    }
}
