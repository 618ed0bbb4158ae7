using System.Buffers;
using System.Collections.Immutable;
using MessagePack;

namespace AccelSim.Isa.Image;

/// <summary>
/// Reads what <see cref="ImageEncoder"/> writes. Inline constants come back with their length only; their bytes follow the
/// metadata.
/// </summary>
internal static class ImageDecoder
{
    /// <exception cref="MessagePackSerializationException">The bytes are not the metadata of an image.</exception>
    public static ProgramImage Read(ref MessagePackReader from)
    {
        Expect(ref from, 8);
        var image = new ProgramImage
        {
            Name = Text(ref from),
            Target = Target(ref from),
            Buffers = All(ref from, Buffer),
            Constants = All(ref from, Constant),
            Kernels = All(ref from, Kernel),
            Commands = All(ref from, Command),
            Layers = All(ref from, Layer),
            HostOperators = All(ref from, HostOperator),
        };
        return from.End ? image : throw new MessagePackSerializationException("there are bytes behind the metadata");
    }

    private static ImageTarget Target(ref MessagePackReader from)
    {
        Expect(ref from, 5);
        return new ImageTarget
        {
            Family = Text(ref from),
            Chip = Text(ref from),
            Isa = Text(ref from),
            Capabilities = All(ref from, Text),
            Needs = Resources(ref from),
        };
    }

    private static ImageResources Resources(ref MessagePackReader from)
    {
        Expect(ref from, 11);
        return new ImageResources
        {
            NramBytes = from.ReadInt64(),
            WramBytes = from.ReadInt64(),
            SramBytes = from.ReadInt64(),
            DeviceBytes = from.ReadInt64(),
            CoresPerCluster = from.ReadInt32(),
            Clusters = from.ReadInt32(),
            Union = from.ReadInt32(),
            RegistersPerThread = from.ReadInt32(),
            SharedBytesPerBlock = from.ReadInt64(),
            ThreadsPerBlock = from.ReadInt32(),
            WarpWidth = from.ReadInt32(),
        };
    }

    private static ImageBuffer Buffer(ref MessagePackReader from)
    {
        Expect(ref from, 7);
        return new ImageBuffer
        {
            Name = Text(ref from),
            Kind = (BufferKind)from.ReadInt32(),
            Address = from.ReadInt64(),
            Bytes = from.ReadInt64(),
            ElementType = Text(ref from),
            Shape = All(ref from, (ref r) => r.ReadInt64()),
            Layout = Text(ref from),
        };
    }

    private static ImageConstant Constant(ref MessagePackReader from)
    {
        Expect(ref from, 3);
        return new ImageConstant { Name = Text(ref from), Buffer = from.ReadInt32(), Content = Content(ref from) };
    }

    private static ConstantContent Content(ref MessagePackReader from)
    {
        var fields = from.ReadArrayHeader();
        return (from.ReadInt32(), fields) switch
        {
            (ImageEncoder.InlineCode, 2) =>
                new DeferredContent(from.ReadInt32(), () => throw new InvalidOperationException("bytes not read yet")),
            (ImageEncoder.DescribedCode, 3) =>
                new DescribedContent(Text(ref from), from.TryReadNil() ? null : from.ReadUInt64()),
            var (code, _) => throw new MessagePackSerializationException($"content of unknown kind {code}"),
        };
    }

    private static ImageKernel Kernel(ref MessagePackReader from)
    {
        Expect(ref from, 10);
        return new ImageKernel
        {
            Name = Text(ref from),
            Code = Binary(ref from),
            Entry = from.ReadInt32(),
            UnionClusters = from.ReadInt32(),
            UsesMemoryCore = from.ReadBoolean(),
            Registers = from.ReadInt32(),
            SharedBytes = from.ReadInt32(),
            LocalBytes = from.ReadInt32(),
            Parameters = from.TryReadNil() ? null : from.ReadInt32(),
            Source = All(ref from, SourceRange),
        };
    }

    private static ImageSourceRange SourceRange(ref MessagePackReader from)
    {
        Expect(ref from, 5);
        return new ImageSourceRange(from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), Text(ref from));
    }

    private static ImageCommand Command(ref MessagePackReader from)
    {
        var fields = from.ReadArrayHeader();
        var code = from.ReadInt32();
        var queue = from.ReadInt32();
        return (code, fields) switch
        {
            (ImageEncoder.CopyCode, 6) => new CopyCommand
            {
                Queue = queue,
                ToDevice = from.ReadBoolean(),
                Buffer = from.ReadInt32(),
                Offset = from.ReadInt64(),
                Bytes = from.ReadInt64(),
            },
            (ImageEncoder.LaunchCode, 13) => new LaunchCommand
            {
                Queue = queue,
                Kernel = from.ReadInt32(),
                DimX = from.ReadInt32(),
                DimY = from.ReadInt32(),
                DimZ = from.ReadInt32(),
                BlockX = from.ReadInt32(),
                BlockY = from.ReadInt32(),
                BlockZ = from.ReadInt32(),
                DynamicSharedBytes = from.ReadInt32(),
                Arguments = All(ref from, (ref r) => r.ReadUInt64()),
                Layer = from.ReadInt32(),
                Priority = from.ReadInt32(),
            },
            (ImageEncoder.RecordCode, 3) => new RecordCommand { Queue = queue, Event = from.ReadInt32() },
            (ImageEncoder.AwaitCode, 3) => new AwaitCommand { Queue = queue, Event = from.ReadInt32() },
            (ImageEncoder.WaitCode, 3) => new WaitCommand { Queue = queue, AllQueues = from.ReadBoolean() },
            (ImageEncoder.HostOperatorCode, 3) => new HostOperatorCommand { Queue = queue, Operator = from.ReadInt32() },
            _ => throw new MessagePackSerializationException($"command of unknown kind {code}"),
        };
    }

    private static ImageLayer Layer(ref MessagePackReader from)
    {
        Expect(ref from, 6);
        return new ImageLayer
        {
            Name = Text(ref from),
            Operator = Text(ref from),
            Macs = from.ReadInt64(),
            Bytes = from.ReadInt64(),
            Schedule = Text(ref from),
            Kernels = All(ref from, (ref r) => r.ReadInt32()),
        };
    }

    private static ImageHostOperator HostOperator(ref MessagePackReader from)
    {
        Expect(ref from, 7);
        return new ImageHostOperator
        {
            Name = Text(ref from),
            Operator = Text(ref from),
            Inputs = All(ref from, (ref r) => r.ReadInt32()),
            Outputs = All(ref from, (ref r) => r.ReadInt32()),
            Operations = from.ReadInt64(),
            Payload = Binary(ref from),
            Description = Text(ref from),
        };
    }

    private static string Text(ref MessagePackReader from) =>
        from.ReadString() ?? throw new MessagePackSerializationException("text is missing");

    private static byte[] Binary(ref MessagePackReader from) =>
        (from.ReadBytes() ?? throw new MessagePackSerializationException("bytes are missing")).ToArray();

    private static void Expect(ref MessagePackReader from, int fields)
    {
        var found = from.ReadArrayHeader();
        if (found != fields)
        {
            throw new MessagePackSerializationException($"a record has {found} fields, not {fields}");
        }
    }

    private delegate T ReadItem<T>(ref MessagePackReader from);

    private static ImmutableArray<T> All<T>(ref MessagePackReader from, ReadItem<T> read)
    {
        var count = from.ReadArrayHeader();
        var items = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            items.Add(read(ref from));
        }

        return items.ToImmutable();
    }
}
