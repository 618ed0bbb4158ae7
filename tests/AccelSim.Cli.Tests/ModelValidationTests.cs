namespace AccelSim.Cli.Tests;

/// <summary><c>accelsim validate models</c>: whole models against figures per item.</summary>
public sealed class ModelValidationTests : IDisposable
{
    private const string Header = "experiment,program,chip,overrides,dims,batch,precision,sample,metric,measured,unit,gate,role,source,remark\n";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_model_is_timed_with_the_dimensions_of_its_row_and_once_for_all_rows_of_it()
    {
        var model = Repository.File("programs", "models", "llama_block_decode.onnx");
        string Row(string name, string dims, string measured) => $"{name},{model},v100-sxm2,sms=8,{dims},1,fp16,,deviceMicrosecondsPerItem,{measured},us,,report,a,\n";
        var table = _work.Write("m.csv", Header + Row("one", "past=16", "10") + Row("other", "past=16", "20") + Row("longer", "past=256", "10") + "elsewhere,,v100-sxm2,,,,,,deviceMicrosecondsPerItem,10,us,,report,b,no graph of it here\n");
        var run = InProcess.Run("validate", "models", "--measurements", table, "--csv", _work.Path("out.csv"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("no graph of it here", run.Output, StringComparison.Ordinal);

        var times = File.ReadAllLines(_work.Path("out.csv")).Skip(1).Select(line => line.Split(',')[4]).ToList();
        Assert.Equal(times[0], times[1]);
        Assert.True(Number(times[2]) > Number(times[0]));
        Assert.Equal("", times[3]);

        var whole = Accelsim.Run("run", model, "--chip", "v100-sxm2", "--set", "sms=8", "--dim", "past=16", "--host", "ideal", "--json", "--quiet");
        var seconds = System.Text.Json.JsonDocument.Parse(whole.Output).RootElement.GetProperty("deviceSeconds").GetDouble();
        Assert.Equal(seconds * 1e6, Number(times[0]), 1e-3);
    }

    [Theory]
    [InlineData("past=many")]
    [InlineData("past")]
    [InlineData("past=-1")]
    public void Dimensions_that_are_no_numbers_are_bad_input(string dims)
    {
        var row = $"wrong,programs/models/gpt2_block_decode.onnx,v100-sxm2,,{dims},1,fp16,,deviceMicrosecondsPerItem,1,us,,report,a,\n";
        var run = InProcess.Run("validate", "models", "--measurements", _work.Write("m.csv", Header + row));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"'wrong' has the dims '{dims}'; write NAME=N", run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>The shipped table is read whole, and what it names is there.</summary>
    [Fact]
    public void The_shipped_table_names_models_that_are_there()
    {
        var run = InProcess.Run("validate", "models", "--only", "GPT-J");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("no graph of GPT-J here", run.Output, StringComparison.Ordinal);
        var rows = MeasurementFile.Read(Repository.File("configs", "validation", "models.csv"));
        Assert.Contains(rows, row => row.Chip == "br104" && row.Program.Length > 0);
        Assert.All(rows.Where(row => row.Program.Length > 0), row => Assert.True(File.Exists(Repository.File(row.Program.Split('/'))), row.Program));
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
