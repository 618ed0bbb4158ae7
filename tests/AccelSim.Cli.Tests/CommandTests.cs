using System.Text.Json;

namespace AccelSim.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private const string Header = "experiment,program,chip,metric,measured,unit,gate,role\n";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void The_shipped_run_file_prints_a_report_worth_a_screen()
    {
        var run = Accelsim.Run("run", "configs/runs/resnet50-mlu370.yaml");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        foreach (var part in (string[])["resnet50 on MLU370-X4", "where the time went", "10 slowest of", "bound by", "TOP/s"])
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        Assert.InRange(run.Output.Split('\n').Length, 25, 48);
        Assert.DoesNotContain("\u001b", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_json_is_only_the_document_and_the_same_bytes_twice()
    {
        string[] args = ["run", "configs/runs/resnet50-mlu370.yaml", "--quiet", "--json"];
        var first = Accelsim.Run(args);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Equal(first.Output, Accelsim.Run(args).Output);
        var root = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(1m, root.GetProperty("causes").EnumerateObject().Sum(c => c.Value.GetDecimal()));
    }

    [Fact]
    public void A_model_without_a_run_file_gives_the_same_as_the_run_file()
    {
        var byFile = Accelsim.Run("run", "configs/runs/resnet50-mlu370.yaml", "--quiet", "--json");
        var direct = Accelsim.Run("run", "programs/models/resnet50.onnx", "--chip", "configs/chips/mlu370-x4.yaml", "--quiet", "--json");
        Assert.Equal(byFile.Output, direct.Output);
    }

    [Fact]
    public void Assembly_is_assembled_run_and_disassembled_to_the_same_program()
    {
        var source = _work.Write("copy.asm", MluPrograms.Copy(1));
        Assert.Equal(0, Accelsim.Run("asm", source, "-o", _work.Path("copy.axp")).ExitCode);
        var direct = Accelsim.Run("run", source, "--quiet", "--json");
        var image = Accelsim.Run("run", _work.Path("copy.axp"), "--quiet", "--json", "--csv", _work.Path("l.csv"), "--trace", _work.Path("t.json"));
        Assert.Equal((0, direct.Output), (image.ExitCode, image.Output));
        Assert.StartsWith("layer,op,cycles", File.ReadAllText(_work.Path("l.csv")), StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(File.ReadAllText(_work.Path("t.json"))).RootElement.GetProperty("traceEvents").GetArrayLength() > 3);
        var text = Accelsim.Run("disasm", _work.Path("copy.axp"));
        Assert.Contains("memcpy.gdram2nram", text.Output, StringComparison.Ordinal);
        Assert.Contains("copy", Accelsim.Run("inspect", _work.Path("copy.axp"), "--nodes").Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_work.Folder, "*.partial"));
    }

    [Fact]
    public void Chips_and_help_teach()
    {
        var chips = Accelsim.Run("chips");
        Assert.Equal(0, chips.ExitCode);
        Assert.Contains("MLU370-X4", chips.Output, StringComparison.Ordinal);
        Assert.Contains("98.3 T", chips.Output, StringComparison.Ordinal);
        Assert.All(chips.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        var files = Directory.GetFiles(Repository.File("configs", "chips"), "*.yaml");
        Assert.Equal(files.Length + 2, chips.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("17.18 GB", chips.Output, StringComparison.Ordinal);
        var help = Accelsim.Run("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_reach_the_chip()
    {
        var source = _work.Write("copy.asm", MluPrograms.Copy(1));
        var slow = Cycles(Accelsim.Run("run", source, "--quiet", "--json", "--set", "core.dma.ioDma.startOverhead=50000 cycles"));
        Assert.True(slow > Cycles(Accelsim.Run("run", source, "--quiet", "--json")) + 90_000);
    }

    [Fact]
    public void Validation_prints_a_table_and_fails_where_a_gate_is_missed()
    {
        var good = Accelsim.Run("validate", "mlu", "--only", "expm1", "--html", _work.Path("v.html"), "--csv", _work.Path("v.csv"));
        Assert.True(good.ExitCode == 0, good.Output + good.Error);
        Assert.Contains("pass", good.Output, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(_work.Path("v.html")), StringComparison.Ordinal);
        var table = _work.Write("m.csv", Header + "far off,programs/mlu/softmax-row.asm,mlu370-x4,kernelMicroseconds,1,us,0.1,gate\n");
        var missed = Accelsim.Run("validate", "mlu", "--measurements", table, "--csv", _work.Path("missed.csv"));
        Assert.Equal(1, missed.ExitCode);
        Assert.Contains("FAIL", missed.Output, StringComparison.Ordinal);
        var row = File.ReadAllLines(_work.Path("missed.csv"))[1].Split(',');
        Assert.InRange(double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture), 10, 100);
        Assert.Equal("false", row[8]);
    }

    [Theory]
    [InlineData("far off,programs/mlu/nowhere.asm,mlu370-x4,kernelMicroseconds,1,us,0.1,gate", "there is no", "nowhere.asm")]
    [InlineData("far off,programs/mlu/softmax-row.asm,mlu370-x4,kernelMicroseconds,many,us,0.1,gate", "row 2", "'measured' holds 'many'")]
    [InlineData("far off,programs/mlu/softmax-row.asm,mlu999,kernelMicroseconds,1,us,0.1,gate", "mlu999", "known")]
    [InlineData("far off,programs/mlu/softmax-row.asm,mlu370-x4,parsecs,1,us,0.1,gate", "parsecs", "kernelMicroseconds")]
    public void A_measurement_that_names_what_is_not_there_is_bad_input(string row, params string[] parts)
    {
        var run = Accelsim.Run("validate", "mlu", "--measurements", _work.Write("m.csv", Header + row + "\n"), "--csv", _work.Path("out.csv"));
        Assert.Equal(2, run.ExitCode);
        Assert.All(parts, part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    [Fact]
    public void Tables_of_other_forms_are_read_and_rows_that_cannot_be_repeated_say_why()
    {
        var operators = _work.Write(
            "ops.csv",
            "source,chip,op,dtype,input_shape,hardware_time_us,compute_eff,io_eff,note\na,MLU370-M8 (1300 MHz),\"matmul 03 whole (1 task)\",fp32,128x256x256,50,,,\n"
            + "b,MLU290,ball_query,fp32,,243,,,\nc,MLU290,pure copy,fp32,large,,,,\n");
        var run = Accelsim.Run("validate", "mlu", "--measurements", operators);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("matmul 03.*MLU370-M8 +50.0 us +57\\.\\d us", run.Output);
        Assert.Contains("1 row: the table gives no time", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 row: the kernel behind it is not public", run.Output, StringComparison.Ordinal);

        var figures = _work.Write("figures.csv", "chip,workload,metric,value,unit,batch_or_cfg,precision,source,note\nMLU290-M5,peak,INT8 peak,512,TOPS,,,a,\nMLU100,resnet34,time,23,ms,32,int8,b,\n");
        var published = Accelsim.Run("validate", "mlu", "--measurements", figures);
        Assert.Equal((0, ""), (published.ExitCode, published.Error));
        Assert.Contains("1 row: a figure of the data sheet", published.Output, StringComparison.Ordinal);
        Assert.Contains("1 row: no chip file describes that device", published.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reference/mlu/mlu_ops_public.csv", "gemm step6")]
    [InlineData("reference/mlu/published.csv", "INT8 peak")]
    [InlineData("reference/hw/mlu_measured_public.csv", "matmul")]
    public void Shared_tables_of_measurements_are_read_whole(string table, string part)
    {
        var run = Accelsim.Run("validate", "mlu", "--measurements", SharedData.Require(table), "--only", part);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    private static long Cycles(Accelsim run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("cycles").GetInt64();
}
