using AccelSim.Isa.Image;

namespace AccelSim.Isa.Tests.Image;

/// <summary>A small image that uses every kind of record.</summary>
internal static class Sample
{
    public static ProgramImage Image(int constantBytes = 300, int salt = 0) => new()
    {
        Name = "sample",
        Target = new ImageTarget
        {
            Family = "mlu",
            Chip = "MLU370-X4",
            Isa = "mtp_372",
            Capabilities = ["bf16"],
            Needs = new ImageResources { NramBytes = 4096, WramBytes = 1024, SramBytes = 0, DeviceBytes = 1 << 20, CoresPerCluster = 4, Clusters = 1, Union = 1, RegistersPerThread = 40, SharedBytesPerBlock = 49152, ThreadsPerBlock = 256, WarpWidth = 32 },
        },
        Buffers =
        [
            new ImageBuffer { Name = "x", Kind = BufferKind.Input, Address = 0, Bytes = 128, ElementType = "Float16", Shape = [1, 64], Layout = "NC" },
            new ImageBuffer { Name = "w", Kind = BufferKind.Weight, Address = 4096, Bytes = Math.Max(constantBytes, 512), ElementType = "Float16", Shape = [16, 16] },
            new ImageBuffer { Name = "y", Kind = BufferKind.Output, Address = 128, Bytes = 128, ElementType = "Float16", Shape = [1, 64] },
        ],
        Constants =
        [
            new ImageConstant { Name = "w", Buffer = 1, Content = new InlineContent(Enumerable.Range(0, constantBytes).Select(i => (byte)(i * 7 + salt)).ToArray()) },
            new ImageConstant { Name = "b", Buffer = 1, Content = new DescribedContent("bias", 42) },
            new ImageConstant { Name = "v", Buffer = 1, Content = new DescribedContent("variance", null) },
        ],
        Kernels =
        [
            new ImageKernel
            {
                Name = "conv1", Code = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, Entry = 4, UnionClusters = 1, UsesMemoryCore = true,
                Registers = 40, SharedBytes = 1024, LocalBytes = 16, Parameters = 2,
                Source = [new ImageSourceRange(0, 1, 10, 0, "load"), new ImageSourceRange(1, 1, 11, -1, "")],
            },
            new ImageKernel { Name = "conv2", Code = new byte[] { 9 } },
        ],
        Commands =
        [
            new CopyCommand { ToDevice = true, Buffer = 0, Bytes = 128 },
            new LaunchCommand { Queue = 1, Kernel = 0, DimX = 4, DimY = 2, BlockX = 32, BlockY = 4, BlockZ = 2, DynamicSharedBytes = 48128, Priority = 7, Arguments = [0, ulong.MaxValue], Layer = 0 },
            new RecordCommand { Queue = 1, Event = 3 },
            new AwaitCommand { Queue = 2, Event = 3 },
            new WaitCommand { AllQueues = true },
            new HostOperatorCommand { Operator = 0 },
            new CopyCommand { ToDevice = false, Buffer = 2, Offset = 64, Bytes = 64 },
        ],
        Layers = [new ImageLayer { Name = "conv1", Operator = "Conv+Relu", Macs = 1L << 40, Bytes = 768, Schedule = "tile 4x4", Kernels = [0] }],
        HostOperators =
        [
            new ImageHostOperator { Name = "nms", Operator = "NonMaxSuppression", Inputs = [0, -1], Outputs = [2], Operations = 99, Payload = new byte[] { 9 }, Description = """{"iou":0.5}""" },
        ],
    };

    public static byte[] Write(ProgramImage image)
    {
        using var stream = new MemoryStream();
        ProgramImageFile.WriteAsync(image, stream).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    public static ProgramImage Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Read(stream);
    }

    public static ProgramImage Read(Stream stream) => ProgramImageFile.ReadAsync(stream, "test.axp").GetAwaiter().GetResult();
}
