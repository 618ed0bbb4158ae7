using System.Collections.Immutable;

namespace AccelSim.Traces.Tests;

public sealed class KernelsListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("accelsim-traces-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Copies_and_kernels_are_read_in_order()
    {
        var list = Read("MemcpyHtoD,0x00007f0000000000,4096\r\nkernel-1.traceg\n\n  kernel-2.traceg  \nMemcpyDtoH,7f0000001000,16", "kernel-1.traceg", "kernel-2.traceg.xz");
        Assert.Equal(
            ImmutableArray.Create<TraceCommand>(
                new TraceCopy(true, 0x7f0000000000, 4096),
                new TraceKernel(Path.Combine(_folder, "kernel-1.traceg")),
                new TraceKernel(Path.Combine(_folder, "kernel-2.traceg.xz")),
                new TraceCopy(false, 0x7f0000001000, 16)),
            list.Commands);
    }

    [Fact]
    public async Task A_listed_kernel_can_be_opened()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "kernel-1.traceg"), TraceWriter.Write(SampleTraces.VectorAdd(1, 32)), TestContext.Current.CancellationToken);
        var kernel = Assert.IsType<TraceKernel>(Assert.Single(Read("kernel-1.traceg").Commands));
        using var reader = await TraceReader.OpenAsync(kernel.Path, TestContext.Current.CancellationToken);
        Assert.Equal("_Z6kernelPfS_", reader.Header.Name);
    }

    [Theory]
    [InlineData("", 0, "the list is empty")]
    [InlineData("\n\nkernel-9.traceg", 3, "'kernel-9.traceg' is not in")]
    [InlineData("kernel-\0.traceg", 1, "has a zero in it")]
    [InlineData("hello", 1, "'hello' is neither a copy (MemcpyHtoD,address,bytes) nor a kernel's file")]
    [InlineData("MemcpyHtoD,0x1000", 1, "is not a copy; expected MemcpyHtoD,address,bytes")]
    [InlineData("MemcpyHtoD,1,2,3", 1, "is not a copy")]
    [InlineData("MemcpyPeer,0x1000,4", 1, "is not a copy")]
    [InlineData("MemcpyHtoD,0x10000000000000000,4", 1, "is not a hexadecimal number of 64 bits")]
    [InlineData("MemcpyHtoD,xyz,4", 1, "is not a hexadecimal number of 64 bits")]
    [InlineData("MemcpyHtoD,0x1000,-4", 1, "is not a number of bytes")]
    [InlineData("MemcpyHtoD,0x1000,99999999999999999999", 1, "is not a number of bytes")]
    [InlineData("MemcpyHtoD,0xffffffffffffffff,2", 1, "is not a number of bytes")]
    public void Problems_have_their_line_and_remedy(string text, int line, string reason)
    {
        var problem = Assert.Throws<TraceException>(() => Read(text));
        Assert.Equal((Path.Combine(_folder, "kernelslist.g"), line), (problem.File, problem.Line));
        Assert.StartsWith(line == 0 ? $"{problem.File}: " : $"{problem.File}:{line}: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_or_trace_that_is_not_there_is_named()
    {
        var missing = Path.Combine(_folder, "nothing.g");
        Assert.StartsWith($"{missing}: cannot be opened: ", Assert.Throws<TraceException>(() => KernelsList.ReadAsync(missing, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult()).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{_folder}: cannot be opened: ", Assert.Throws<TraceException>(() => TraceReader.OpenAsync(_folder, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult()).Message, StringComparison.Ordinal);
    }

    private KernelsList Read(string text, params string[] files)
    {
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(_folder, file), "");
        }

        var path = Path.Combine(_folder, "kernelslist.g");
        File.WriteAllText(path, text);
        return KernelsList.ReadAsync(path).AsTask().GetAwaiter().GetResult();
    }
}
