using AccelSim.Isa.Image;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Image;

public sealed class ImageRoundTripTests
{
    [Fact]
    public void Every_field_survives_writing_and_reading()
    {
        var image = Sample.Image();
        var back = Sample.Read(Sample.Write(image));
        Assert.Equal(image.Name, back.Name);
        Assert.Equal(image.Target.ToString(), back.Target.ToString());
        Assert.Equal(image.Target.Capabilities, back.Target.Capabilities);
        Assert.Equal(image.Target.Needs, back.Target.Needs);
        Assert.Equal(image.Buffers.Select(b => (b.Name, b.Kind, b.Address, b.Bytes, b.ElementType, b.Layout)), back.Buffers.Select(b => (b.Name, b.Kind, b.Address, b.Bytes, b.ElementType, b.Layout)));
        Assert.Equal(image.Buffers.Select(b => b.Shape), back.Buffers.Select(b => b.Shape));
        Assert.Equal(image.Constants, back.Constants);
        Assert.Equal(image.Kernels[0].Code.ToArray(), back.Kernels[0].Code.ToArray());
        Assert.Equal(image.Kernels[0].Source, back.Kernels[0].Source);
        Assert.Equal(("conv1", 4, "UNION1", true), (back.Kernels[0].Name, back.Kernels[0].Entry, back.Kernels[0].TaskType, back.Kernels[0].UsesMemoryCore));
        Assert.Equal((40, 1024, 16, 2), (back.Kernels[0].Registers, back.Kernels[0].SharedBytes, back.Kernels[0].LocalBytes, back.Kernels[0].Parameters));
        Assert.Equal((0, 0, 0, null), (back.Kernels[1].Registers, back.Kernels[1].SharedBytes, back.Kernels[1].LocalBytes, back.Kernels[1].Parameters));
        Assert.Equal(image.Commands[0], back.Commands[0]);
        Assert.Equal(image.Commands[2..], back.Commands[2..]);
        var launch = Assert.IsType<LaunchCommand>(back.Commands[1]);
        Assert.Equal(((LaunchCommand)image.Commands[1]) with { Arguments = [] }, launch with { Arguments = [] });
        Assert.Equal((32, 4, 2, 48128), (launch.BlockX, launch.BlockY, launch.BlockZ, launch.DynamicSharedBytes));
        Assert.Equal([0, ulong.MaxValue], launch.Arguments);
        Assert.Equal(image.Layers[0] with { Kernels = [] }, back.Layers[0] with { Kernels = [] });
        Assert.Equal([0, -1], back.HostOperators[0].Inputs);
        Assert.Equal(image.HostOperators[0].Payload.ToArray(), back.HostOperators[0].Payload.ToArray());
        Assert.Equal("""{"iou":0.5}""", back.HostOperators[0].Description);
    }

    [Fact]
    public void Writing_what_was_read_gives_the_same_bytes() =>
        Law.Holds(Gen.Choose(0, 200_000).SelectMany(size => Gen.Choose(0, 255).Select(salt => (size, salt))), drawn =>
        {
            var bytes = Sample.Write(Sample.Image(drawn.size, drawn.salt));
            return bytes.AsSpan().SequenceEqual(Sample.Write(Sample.Read(bytes)));
        }, count: 30);

    [Fact]
    public void Deferred_constants_are_made_once_and_read_back_inline()
    {
        var made = 0;
        var image = Sample.Image();
        var deferred = image.Constants[0] with { Content = new DeferredContent(300, () => { made++; return ((InlineContent)image.Constants[0].Content).Bytes; }) };
        var bytes = Sample.Write(image with { Constants = image.Constants.SetItem(0, deferred) });
        Assert.Equal(1, made);
        Assert.Equal(Sample.Write(image), bytes);
    }

    [Fact]
    public void A_stream_that_delivers_byte_by_byte_reads_the_same()
    {
        var bytes = Sample.Write(Sample.Image());
        using var stream = new Dribble(bytes);
        var image = Sample.Read(stream);
        Assert.Equal(bytes, Sample.Write(image));
    }

    [Fact]
    public void Saving_is_atomic_and_leaves_no_partial_file()
    {
        var folder = Directory.CreateTempSubdirectory("accelsim-image-").FullName;
        try
        {
            var path = Path.Combine(folder, "a.axp");
            ProgramImageFile.Save(Sample.Image(salt: 1), path);
            var before = File.ReadAllBytes(path);
            var broken = Sample.Image() with { Constants = [new ImageConstant { Name = "w", Buffer = 1, Content = new DeferredContent(300, () => throw new IOException("disk full")) }] };
            Assert.Throws<IOException>(() => ProgramImageFile.Save(broken, path));
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(folder));
            Assert.Equal("sample", ProgramImageFile.Load(path).Name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_large_constant_is_held_once_while_reading()
    {
        const int Megabytes = 64;
        var bytes = Sample.Write(LargeImage(Megabytes << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = new MemoryStream(bytes);
        var constant = Assert.IsType<InlineContent>(Sample.Read(stream).Constants[0].Content);
        Assert.Equal(Megabytes << 20, constant.Bytes.Length);

        // Growth by doubling allocates twice the final size over time, and never holds more than one and a half of it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3L * (Megabytes << 20));
    }

    private static ProgramImage LargeImage(int size)
    {
        var image = Sample.Image();
        return image with
        {
            Target = image.Target with { Needs = image.Target.Needs with { DeviceBytes = 4096L + size } },
            Buffers = image.Buffers.SetItem(1, image.Buffers[1] with { Bytes = size }),
            Constants = [new ImageConstant { Name = "w", Buffer = 1, Content = new DeferredContent(size, () => new byte[size]) }],
        };
    }

    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
