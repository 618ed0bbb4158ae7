using System.Text.Json;

namespace AccelSim.Results.Tests;

public sealed class RunResultJsonTests
{
    [Fact]
    public void The_document_obeys_its_schema()
    {
        Assert.Empty(Problems(SampleResult.Full()));
        Assert.Empty(Problems(SampleResult.Full() with { FirstRun = null, Check = null, Layers = [], Units = [], HostOperators = [], Causes = CauseStack.Empty }));
    }

    [Fact]
    public void The_schema_refuses_what_it_should()
    {
        var validator = new SchemaValidator(Schema());
        validator.Check(JsonDocument.Parse(RunResultJson.ToText(SampleResult.Full()).Replace("\"batch\": 2", "\"batch\": 0.5", StringComparison.Ordinal)).RootElement);
        Assert.Contains(validator.Problems, p => p.StartsWith("$.batch", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_results_are_equal_bytes() => Assert.Equal(RunResultJson.ToText(SampleResult.Full()), RunResultJson.ToText(SampleResult.Full()));

    [Fact]
    public void Causes_are_decimals_that_sum_to_one_exactly()
    {
        var causes = JsonDocument.Parse(RunResultJson.ToText(SampleResult.Full())).RootElement.GetProperty("causes");
        Assert.Equal(1.000000000m, causes.EnumerateObject().Sum(c => c.Value.GetDecimal()));
        Assert.Equal(0.7m, causes.GetProperty("tensor").GetDecimal());
    }

    [Fact]
    public void Derived_figures_follow_from_the_record()
    {
        var run = SampleResult.Full();
        Assert.Equal(1_000_000, run.Cycles());
        Assert.Equal(800_000, run.DeviceCycles());
        Assert.Equal(2000, run.ItemsPerSecond(), 9);
        Assert.Equal(2e12, run.AchievedOpsPerSecond(), 3);
        Assert.Equal(1024 / 0.0008, run.DramBytesPerSecond(), 3);
        Assert.Equal(0, run with { Femtoseconds = 0 } is var none ? none.ItemsPerSecond() : -1);
        Assert.Equal(2, RunMetrics.Cycles(1_000_001, 1_000_000_000));
    }

    private static List<string> Problems(RunResult run)
    {
        var validator = new SchemaValidator(Schema());
        validator.Check(JsonDocument.Parse(RunResultJson.ToText(run)).RootElement);
        return validator.Problems;
    }

    private static JsonElement Schema() => JsonDocument.Parse(File.ReadAllText(Repository.File("docs", "result.schema.json"))).RootElement;
}
