using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary>Traces of Accel-Sim on the command line.</summary>
public sealed class SimtTraceCommandTests : IDisposable
{
    private const string Trace = """
        -kernel name = scale
        -kernel id = 1
        -grid dim = (1,1,1)
        -block dim = (32,1,1)
        -shmem = 0
        -nregs = 16
        -binary version = 70
        -cuda stream id = 0
        -shmem base_addr = 0x00007f2000000000
        -local mem base_addr = 0x00007f1e00000000
        -nvbit version = 1.5.5
        -accelsim tracer version = 4
        -enable lineinfo = 0

        #traces format = [line_num] PC mask dest_num [reg_dests] opcode src_num [reg_srcs] mem_width [adrrescompress?] [mem_addresses] immediate

        #BEGIN_TB

        thread block = 0,0,0

        warp = 0
        insts = 4
        0000 ffffffff 1 R4 LDG.E.SYS 1 R2 4 1 0x7f4000000000 4 0
        0010 ffffffff 1 R5 FMUL 2 R4 R4 0 0
        0020 ffffffff 0 STG.E.SYS 2 R2 R5 4 1 0x7f4000000000 4 0
        0030 ffffffff 0 EXIT 0 0 0

        #END_TB

        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_list_of_kernels_is_reported_kernel_by_kernel()
    {
        _work.Write("kernel-1.traceg", Trace);
        var list = _work.Write("kernelslist.g", "MemcpyHtoD,0x7f4000000000,1048576\nkernel-1.traceg\nkernel-1.traceg\nMemcpyDtoH,0x7f4000000000,128\n");
        var run = Accelsim.Run("run", list, "--chip", "v100-sxm2");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1:scale", run.Output, StringComparison.Ordinal);
        Assert.Contains("host copy", run.Output, StringComparison.Ordinal);
        Assert.Contains("what warps did", run.Output, StringComparison.Ordinal);

        var json = JsonDocument.Parse(Accelsim.Run("run", list, "--chip", "v100-sxm2", "--quiet", "--json").Output).RootElement;
        Assert.Equal(2 * 4, json.GetProperty("simt").GetProperty("warpInstructions").GetInt32());
        Assert.Equal("as traced", json.GetProperty("precision").GetString());
    }

    [Theory]
    [InlineData("scale", "frobnicate", new[] { "--chip", "v100-sxm2" }, "lacks '-kernel name = ...'")]
    [InlineData("FMUL", "FROB.RZ", new[] { "--chip", "v100-sxm2" }, "FROB.RZ (1)")]
    [InlineData("#END_TB", "", new[] { "--chip", "v100-sxm2" }, "#END_TB")]
    [InlineData("scale", "scale", new[] { "--chip", "mlu370-x8" }, "of the family 'simt'")]
    [InlineData("scale", "scale", new[] { "--chip", "v100-sxm2", "--check" }, "no values to check")]
    public void What_cannot_be_replayed_is_refused_in_a_sentence(string from, string to, string[] options, string reason)
    {
        var text = Trace.Replace(from == "scale" && to != from ? "-kernel name = scale\n" : from, to == "frobnicate" ? "" : to, StringComparison.Ordinal);
        var run = Accelsim.Run(["run", _work.Write("kernel-1.traceg", text), .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
