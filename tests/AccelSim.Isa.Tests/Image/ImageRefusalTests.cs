using AccelSim.Isa.Image;
using FsCheck.Fluent;

namespace AccelSim.Isa.Tests.Image;

public sealed class ImageRefusalTests
{
    private static readonly byte[] Good = Sample.Write(Sample.Image());

    [Fact]
    public void Any_flipped_bit_is_refused() =>
        Law.Holds(Gen.Choose(0, Good.Length * 8 - 1), bit =>
        {
            var bytes = (byte[])Good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ProgramImageException>(() => Sample.Read(bytes));
        }, count: 2000);

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Assert.Throws<ProgramImageException>(() => Sample.Read(Good[..length]));
        }
    }

    [Fact]
    public void Random_bytes_behind_the_magic_are_refused() =>
        Law.Holds(Gen.Choose(0, 255).Select(b => (byte)b).ListOf(), tail =>
        {
            Assert.Throws<ProgramImageException>(() => Sample.Read([.. Good[..9], .. tail]));
        }, count: 500);

    [Fact]
    public void Each_refusal_gives_its_reason()
    {
        Refused([], "is empty");
        Refused("PK\u0003\u0004 not an image"u8.ToArray(), "is not a program image");
        Refused([.. Good, 0], "goes on behind its end");
        Refused([.. Good[..8], 1, .. Good[9..]], "of version 1, and this build reads version 3");
        Refused([.. Good[..9], 0xC6, 0x7F, 0xFF, 0xFF, 0xFF, 0], "declares 2147483647 bytes of metadata");
        Refused([.. Good[..9], 0xC6, 0x3F, 0xFF, 0xFF, 0xFF, 0], "is cut short");
        Refused(Good[..^1], "is cut short");
    }

    [Fact]
    public void A_missing_file_is_refused_with_its_name()
    {
        var e = Assert.Throws<ProgramImageException>(() => ProgramImageFile.Load("/nowhere/none.axp"));
        Assert.Equal("/nowhere/none.axp: does not exist", e.Message);
    }

    [Fact]
    public void A_well_formed_image_of_nonsense_is_refused()
    {
        var image = Sample.Image();
        Impossible(image with { Commands = [new LaunchCommand { Kernel = 7, DimX = 4 }] }, "launches kernel 7");
        Impossible(image with { Commands = [new LaunchCommand { Kernel = 0, DimX = int.MaxValue, DimY = int.MaxValue }] }, "tasks");
        Impossible(image with { Commands = [new LaunchCommand { Kernel = 1, DimX = 1, BlockX = 1024, BlockY = 1024 }] }, "blocks of 1024 x 1024 x 1 threads");
        Impossible(image with { Commands = [new LaunchCommand { Kernel = 1, DimX = 1, BlockZ = 0 }] }, "blocks of 1 x 1 x 0 threads");
        Impossible(image with { Commands = [new LaunchCommand { Kernel = 1, DimX = 1, DynamicSharedBytes = -1 }] }, "-1 bytes of shared memory");
        Impossible(image with { Commands = [new LaunchCommand { Kernel = 0, DimX = 1, Arguments = [1] }] }, "1 arguments to kernel 'conv1', which takes 2");
        Impossible(image with { Commands = [new CopyCommand { ToDevice = true, Buffer = 0, Offset = long.MaxValue, Bytes = long.MaxValue }] }, "has not that much");
        Impossible(image with { Commands = [new HostOperatorCommand { Operator = -1 }] }, "host operator -1");
        Impossible(image with { Buffers = image.Buffers.SetItem(0, image.Buffers[0] with { Address = -1 }) }, "impossible");
        Impossible(image with { Buffers = image.Buffers.SetItem(0, image.Buffers[0] with { Bytes = 1 << 21 }) }, "ends beyond");
        Impossible(image with { Kernels = [image.Kernels[0] with { Entry = 8 }] }, "starts at 8");
        Impossible(image with { Kernels = [image.Kernels[0] with { UnionClusters = 3 }] }, "not a power of two");
        Impossible(image with { Kernels = [image.Kernels[0] with { Registers = -1 }] }, "asks for -1 registers");
        Impossible(image with { Kernels = [image.Kernels[0] with { Registers = 1025 }] }, "asks for 1025 registers");
        Impossible(image with { Kernels = [image.Kernels[0] with { LocalBytes = -4 }] }, "-4 of local memory");
        Impossible(image with { Kernels = [image.Kernels[0] with { Parameters = -1 }] }, "-1 arguments");
        Impossible(image with { Constants = [new ImageConstant { Name = "w", Buffer = 0, Content = new InlineContent(new byte[129]) }] }, "does not fit its buffer");
    }

    [Fact]
    public void A_chip_that_lacks_something_refuses_with_every_reason()
    {
        var target = Sample.Image().Target;
        var chip = new ImageOffer
        {
            Family = "mlu",
            Chip = "toy",
            Isa = "mtp_372",
            Capabilities = ["bf16"],
            Has = target.Needs with { Union = 2 },
        };
        Assert.Empty(chip.Refusals(target));
        Assert.Contains("family 'simt'", Assert.Single((chip with { Family = "simt" }).Refusals(target)), StringComparison.Ordinal);
        var poor = chip with { Isa = "mtp_270", Capabilities = [], Has = chip.Has with { NramBytes = 1, DeviceBytes = 1, CoresPerCluster = 2, Union = 0 } };
        Assert.Equal(6, poor.Refusals(target).Length);
        var small = chip with { Has = chip.Has with { RegistersPerThread = 32, SharedBytesPerBlock = 1024, ThreadsPerBlock = 128, WarpWidth = 64 } };
        Assert.Equal(
            [
                "it needs 40 registers per thread, and toy has 32",
                "it needs 49152 bytes of shared memory per block, and toy has 1024",
                "it needs 256 threads per block, and toy has 128",
                "it is written for warps of 32 threads, and those of toy have 64",
            ],
            small.Refusals(target));
        Assert.Empty((small with { Has = chip.Has with { WarpWidth = 64 } }).Refusals(target with { Needs = target.Needs with { WarpWidth = 0 } }));
        Assert.Contains("it uses 'bf16', which toy lacks", poor.Refusals(target));
        Assert.Contains("it needs 4096 bytes of NRAM per core, and toy has 1", poor.Refusals(target));
    }

    private static void Refused(byte[] bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<ProgramImageException>(() => Sample.Read(bytes)).Message, StringComparison.Ordinal);

    private static void Impossible(ProgramImage image, string reason)
    {
        Assert.Contains(ImageRules.Problems(image), p => p.Contains(reason, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Sample.Write(image));
    }
}
