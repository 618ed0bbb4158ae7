using System.Diagnostics;
using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary>Assembly of the simt family on the command line: what a person sees, and what goes wrong how.</summary>
public sealed class SimtCommandTests : IDisposable
{
    private const string Add = """
        .buffer x, f32, 4096, ramp
        .buffer y, f32, 4096, random
        .buffer z, f32, 4096
        .kernel add
        .param x, y, z
            s2r r0, %ctaid.x
            s2r r1, %ntid.x
            s2r r2, %tid.x
            mad.lo.s32 r0, r0, r1, r2
            mov.b64 r4, c[x]
            mov.b64 r6, c[y]
            mov.b64 r8, c[z]
            mad.wide.s32 r4, r0, 4, r4
            mad.wide.s32 r6, r0, 4, r6
            mad.wide.s32 r8, r0, 4, r8
            ld.global.b32 r12, [r4]
            ld.global.b32 r13, [r6]
            add.f32 r12, r12, r13
            st.global.b32 [r8], r12
            exit
        .launch add, grid 16, block 256 (x, y, z)

        """;

    private static readonly string[] OnVolta = ["--chip", "v100-sxm2"];

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_program_is_reported_on_one_screen_of_100_columns()
    {
        var run = Accelsim.Run(["run", _work.Write("add.asm", Add), "--check", .. OnVolta]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var part in (string[])[
            "add on V100-SXM2", "of slots used", "1.920 k warp instructions", "32.0 threads each", "8 blocks/SM, by warps", "14 registers each",
            "4.00 sectors per global access", "what warps did", "long_scoreboard", "DRAM latency", "races, and values that are not finite"])
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("no unsynchronised overlaps", run.Output, StringComparison.Ordinal);
        var lines = run.Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        Assert.InRange(lines.Length, 20, 48);
    }

    [Fact]
    public void A_program_is_assembled_run_looked_at_and_disassembled_to_the_same_program()
    {
        var source = _work.Write("add.asm", Add);
        var image = _work.Path("add.axp");
        Assert.Equal(0, Accelsim.Run(["asm", source, "-o", image, .. OnVolta]).ExitCode);
        var direct = Accelsim.Run(["run", source, "--quiet", "--json", .. OnVolta]);
        var stored = Accelsim.Run(["run", image, "--quiet", "--json", "--csv", _work.Path("l.csv"), "--trace", _work.Path("t.json"), .. OnVolta]);
        Assert.Equal((0, "", direct.Output), (stored.ExitCode, stored.Error, stored.Output));
        var root = JsonDocument.Parse(direct.Output).RootElement;
        Assert.Equal(1920, root.GetProperty("simt").GetProperty("warpInstructions").GetInt32());
        Assert.Equal(1m, root.GetProperty("causes").EnumerateObject().Sum(cause => cause.Value.GetDecimal()));
        Assert.Contains("add,kernel,", File.ReadAllText(_work.Path("l.csv")), StringComparison.Ordinal);

        var inspected = Accelsim.Run("inspect", image, "--nodes").Output;
        Assert.Contains("256 threads per block with 14 registers each", inspected, StringComparison.Ordinal);
        Assert.Contains("launch add, 16 x 1 x 1, blocks of 256 x 1 x 1 (0x0, 0x4000, 0x8000), queue 0", inspected, StringComparison.Ordinal);
        Assert.DoesNotContain("NRAM", inspected, StringComparison.Ordinal);

        var text = Accelsim.Run("disasm", image).Output;
        var again = _work.Path("again.axp");
        var buffers = string.Join('\n', Add.Split('\n').Where(line => line.StartsWith(".buffer", StringComparison.Ordinal)));
        Assert.Equal(0, Accelsim.Run(["asm", _work.Write("again.asm", $"{buffers}\n{text}\n.launch add, grid 16, block 256 (x, y, z)\n"), "-o", again, .. OnVolta]).ExitCode);
        Assert.Equal(text, Accelsim.Run("disasm", again).Output);
        Assert.Equal(root.GetProperty("cycles").GetInt64(), JsonDocument.Parse(Accelsim.Run(["run", again, "--quiet", "--json", .. OnVolta]).Output).RootElement.GetProperty("cycles").GetInt64());
    }

    [Theory]
    [InlineData("st.global.b32 [r4 + 4000], r0", "4 bytes of global memory at 0x1000 (near buffer 'x') would lie outside its 4096 bytes; lanes 0xff000000 of 0xffffffff, first lane 24 at k+3 (line 7): st.global.b32 [r4 + 4000], r0 (block (0, 0, 0), warp 0)")]
    [InlineData("ld.shared.b32 r0, [r2]", "of shared memory at 0x0 would lie outside its 0 bytes", "k+3 (line 7): ld.shared.b32 r0, [r2] (block (0, 0, 0), warp 0)")]
    [InlineData("setp.lt.and.s32 p0, r0, 5, pt\nbssy b0, out\n@p0 bra out\nbar.sync 0, 0\nout:\nbsync b0", "a barrier of the block in only some lanes of the warp (0xffffffe0 of 0xffffffff)", "k+6 (line 10): bar.sync 0, 0 (block (0, 0, 0), warp 0)")]
    [InlineData("setp.lt.and.s32 p0, r0, 32, pt\n@p0 bra other\nbar.sync 1, 64\nexit\nother:\nbar.sync 2, 64", "deadlock", "warp 0 waits at barrier 2 of the block", "warp 1 waits at barrier 1 of the block")]
    public void A_program_that_does_something_illegal_is_bad_input_and_names_the_place(string body, params string[] parts)
    {
        var source = $".buffer x, f32, 1024\n.kernel k\n.param x\ns2r r0, %tid.x\nmov.b64 r4, c[x]\nmad.wide.s32 r4, r0, 4, r4\n{body}\nexit\n.launch k, grid 1, block 64 (x)\n";
        var file = _work.Write("k.asm", source);
        var run = Accelsim.Run(["run", file, "--csv", _work.Path("out.csv"), .. OnVolta]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error {file}: ", run.Error, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    [Theory]
    [InlineData("mov.b32 r255, 1", ":2:9: register r255 is out of range (r0 to r254)")]
    [InlineData(".registers 0", "1 to 255")]
    [InlineData(".registers 256", "a number of registers of 256 is not possible (1 to 255)")]
    [InlineData(".registers 255\n.shared 97K", "it needs 99328 bytes of shared memory per block, and V100-SXM2 has 98304")]
    [InlineData("ldmatrix.x4 r4, [r2]", "k+0 (line 2): ldmatrix.x4 r4, [r2] needs 'ldmatrix', which V100-SXM2 lacks")]
    public void A_program_that_asks_for_too_much_is_bad_input(string body, string part)
    {
        var run = Accelsim.Run(["run", _work.Write("k.asm", $".kernel k\n{body}\nexit\n.launch k, grid 1, block 32 ()\n"), .. OnVolta]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chip_with_fewer_registers_refuses_what_another_runs()
    {
        var source = _work.Write("k.asm", ".kernel k\n.registers 100\nexit\n.launch k, grid 1, block 32 ()\n");
        Assert.Equal(0, Accelsim.Run(["run", source, "--quiet", .. OnVolta]).ExitCode);
        var run = Accelsim.Run(["run", source, "--set", "sm.registerFile.maxPerThread=64", .. OnVolta]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("it needs 100 registers per thread, and V100-SXM2 has 64", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_of_another_family_is_refused_with_what_works()
    {
        Assert.Equal(0, Accelsim.Run(["asm", _work.Write("add.asm", Add), "-o", _work.Path("add.axp"), .. OnVolta]).ExitCode);
        var other = Accelsim.Run("run", _work.Path("add.axp"), "--chip", "mlu370-x4");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("it is for the family 'simt', and MLU370-X4 is of the family 'mlu'", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("asm")]
    public void Assembly_of_another_family_is_told_from_bad_assembly(string verb)
    {
        var simt = InProcess.Run(verb, _work.Write("add.asm", Add));
        Assert.Equal(2, simt.ExitCode);
        Assert.Contains("this is assembly of the family 'simt', and MLU370-X4 is of the family 'mlu'; give --chip", simt.Error, StringComparison.Ordinal);
        var mlu = InProcess.Run([verb, Repository.File("programs", "mlu", "softmax-row.asm"), .. OnVolta]);
        Assert.Equal(2, mlu.ExitCode);
        Assert.Contains("this is assembly of the family 'mlu', and V100-SXM2 is of the family 'simt'; give --chip", mlu.Error, StringComparison.Ordinal);
        var bad = InProcess.Run([verb, _work.Write("bad.asm", Add.Replace("exit", "exitt", StringComparison.Ordinal)), .. OnVolta]);
        Assert.Contains("unknown instruction 'exitt'", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_that_are_not_finite_exit_with_1()
    {
        var source = Add.Replace("add.f32 r12, r12, r13", "sqrt.f32 r12, r13", StringComparison.Ordinal);
        var run = Accelsim.Run(["run", _work.Write("bad.asm", source), "--check", .. OnVolta]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not finite", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_end_is_interrupted_and_leaves_no_file_behind()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("sends the signal with kill, and undoes an inherited disposition with GNU env");
        }

        using var place = new Workplace();
        var source = _work.Write("loop.asm", ".kernel k\nagain:\nbra again\n.launch k, grid 1, block 64 ()\n");
        using var process = Accelsim.Start(["env", "--default-signal=INT"], Repository.Root, ["run", source, "--csv", place.Path("out.csv"), .. OnVolta]);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(1.5))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((130, "error interrupted; the report is of the part that was simulated, and no file was written\n"), (process.ExitCode, await error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Folder));
        await output;
    }
}
