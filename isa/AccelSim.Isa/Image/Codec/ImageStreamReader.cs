using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Pipelines;
using MessagePack;

namespace AccelSim.Isa.Image;

/// <summary>
/// Reads what <see cref="ImageStreamWriter"/> writes. Nothing is interpreted before its checksum held, and no memory is
/// taken for bytes that did not arrive.
/// </summary>
internal sealed class ImageStreamReader(PipeReader pipe, string name, CancellationToken cancellation)
{
    // A deep network with generated code stays far below; a hostile length does not.
    private const long LargestMetadata = 1L << 30;
    private const int FirstStep = 1 << 20;

    private Checksum _checksum = new();

    public async Task<ProgramImage> ReadAsync()
    {
        await ReadMagicAsync();
        var version = await ReadHeaderAsync(MessagePackType.Integer);
        if (version != ProgramImage.CurrentVersion)
        {
            throw Refuse(
                $"is a program image of version {version}, and this build reads version {ProgramImage.CurrentVersion}: compile the model, or assemble the source, again");
        }

        var length = await ReadHeaderAsync(MessagePackType.Binary);
        if (length > LargestMetadata)
        {
            throw Refuse($"declares {length} bytes of metadata, more than any program has");
        }

        var metadata = await ReadBytesAsync((int)length);
        await ReadChecksumAsync();
        var image = Decode(metadata);
        var constants = ImmutableArray.CreateBuilder<ImageConstant>(image.Constants.Length);
        foreach (var constant in image.Constants)
        {
            constants.Add(constant.Content is DeferredContent announced
                ? constant with { Content = new InlineContent(await ReadConstantAsync(constant.Name, announced.Length)) }
                : constant);
        }

        await ExpectEndAsync();
        return image with { Constants = constants.ToImmutable() };
    }

    private ProgramImage Decode(byte[] metadata)
    {
        try
        {
            var reader = new MessagePackReader(metadata);
            var image = ImageDecoder.Read(ref reader);
            var problems = ImageRules.Problems(image);
            return problems.IsEmpty ? image : throw Refuse("is not a possible program: " + string.Join("; ", problems.Take(5)));
        }
        catch (MessagePackSerializationException e)
        {
            throw Refuse("holds metadata of another layout: " + e.Message, e);
        }
    }

    private async Task<byte[]> ReadConstantAsync(string constant, int announced)
    {
        var length = await ReadHeaderAsync(MessagePackType.Binary);
        if (length != announced)
        {
            throw Refuse($"declares {length} bytes for constant '{constant}', and its metadata says {announced}");
        }

        var bytes = await ReadBytesAsync(announced);
        await ReadChecksumAsync();
        return bytes;
    }

    private async Task ReadMagicAsync()
    {
        var length = ImageStreamWriter.Magic.Length;
        var result = await pipe.ReadAtLeastAsync(length, cancellation);
        if (result.Buffer.Length < length || !result.Buffer.Slice(0, length).ToArray().AsSpan().SequenceEqual(ImageStreamWriter.Magic))
        {
            throw Refuse(result.Buffer.IsEmpty ? "is empty" : "is not a program image (.axp)");
        }

        Take(result.Buffer.Slice(0, length));
    }

    // An integer's value or a binary's length; at most five bytes.
    private async Task<long> ReadHeaderAsync(MessagePackType kind)
    {
        var first = await pipe.ReadAtLeastAsync(1, cancellation);
        if (first.Buffer.IsEmpty)
        {
            throw CutShort();
        }

        var code = first.Buffer.FirstSpan[0];
        var extra = (kind, code) switch
        {
            (MessagePackType.Integer, <= MessagePackCode.MaxFixInt) => 0,
            (MessagePackType.Integer, MessagePackCode.UInt8) or (MessagePackType.Binary, MessagePackCode.Bin8) => 1,
            (MessagePackType.Integer, MessagePackCode.UInt16) or (MessagePackType.Binary, MessagePackCode.Bin16) => 2,
            (MessagePackType.Integer, MessagePackCode.UInt32) or (MessagePackType.Binary, MessagePackCode.Bin32) => 4,
            _ => throw Refuse("is corrupted: a header is not where it should be"),
        };
        pipe.AdvanceTo(first.Buffer.Start);
        var result = await pipe.ReadAtLeastAsync(1 + extra, cancellation);
        if (result.Buffer.Length < 1 + extra)
        {
            throw CutShort();
        }

        var bytes = result.Buffer.Slice(0, 1 + extra).ToArray();
        Take(result.Buffer.Slice(0, 1 + extra));
        return extra == 0 ? code : bytes.Skip(1).Aggregate(0L, (value, b) => (value << 8) | b);
    }

    // Grows with what arrives, so that a declared length costs nothing by itself.
    private async Task<byte[]> ReadBytesAsync(int length)
    {
        var bytes = new byte[Math.Min(length, FirstStep)];
        for (var have = 0; have < length;)
        {
            var result = await pipe.ReadAsync(cancellation);
            if (result.Buffer.IsEmpty && result.IsCompleted)
            {
                throw CutShort();
            }

            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, length - have));
            if (have + part.Length > bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, Math.Max(have + part.Length, 2L * bytes.Length)));
            }

            part.CopyTo(bytes.AsSpan(have));
            have += (int)part.Length;
            Take(part);
        }

        return bytes;
    }

    private async Task ReadChecksumAsync()
    {
        const int Length = 5;
        var result = await pipe.ReadAtLeastAsync(Length, cancellation);
        if (result.Buffer.Length < Length)
        {
            throw CutShort();
        }

        var bytes = result.Buffer.Slice(0, Length).ToArray();
        if (bytes[0] != MessagePackCode.UInt32 || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) != _checksum.Value)
        {
            throw Refuse("is corrupted: its checksum does not match");
        }

        Take(result.Buffer.Slice(0, Length));
    }

    private async Task ExpectEndAsync()
    {
        var result = await pipe.ReadAtLeastAsync(1, cancellation);
        if (!result.Buffer.IsEmpty)
        {
            throw Refuse("goes on behind its end");
        }

        pipe.AdvanceTo(result.Buffer.End);
    }

    private void Take(ReadOnlySequence<byte> part)
    {
        foreach (var segment in part)
        {
            _checksum.Add(segment.Span);
        }

        pipe.AdvanceTo(part.End);
    }

    private ProgramImageException CutShort() => Refuse("is cut short");

    private ProgramImageException Refuse(string problem, Exception? cause = null) => new(name, problem, cause);
}
