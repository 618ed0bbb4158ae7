using System.Text.Json;

namespace AccelSim.Results.Tests;

public sealed class RunResultJsonTests
{
    [Fact]
    public void The_document_obeys_its_schema()
    {
        Assert.Empty(Problems(SampleResult.Full()));
        Assert.Empty(Problems(SampleResult.Full() with { FirstRun = null, Check = null, Layers = [], Units = [], HostOperators = [], Causes = CauseStack.Empty, Energy = null, Area = [] }));
    }

    [Fact]
    public void What_virtual_memory_did_is_told_where_the_chip_has_it_and_obeys_the_schema()
    {
        var counters = new VirtualMemoryCounters { TlbHits = 5, TlbMisses = 3, PageFaults = 2, MigratedBytes = 131072, PrefetchedPages = 7, PrefetchedPagesUsed = 6 };
        var full = SampleResult.Full();
        var run = full with { Counters = full.Counters with { VirtualMemory = counters } };
        Assert.Empty(Problems(run));
        var told = JsonDocument.Parse(RunResultJson.ToText(run)).RootElement.GetProperty("virtualMemory");
        Assert.Equal((2, 131072, 6), (told.GetProperty("pageFaults").GetInt32(), told.GetProperty("migratedBytes").GetInt32(), told.GetProperty("prefetchedPagesUsed").GetInt32()));
        Assert.False(JsonDocument.Parse(RunResultJson.ToText(full)).RootElement.TryGetProperty("virtualMemory", out _));
    }

    [Fact]
    public void Counters_of_virtual_memory_add_up_one_by_one()
    {
        var properties = typeof(VirtualMemoryCounters).GetProperties();
        Assert.Equal(13, properties.Length);
        var (one, other) = (new VirtualMemoryCounters(), new VirtualMemoryCounters());
        for (var i = 0; i < properties.Length; i++)
        {
            properties[i].SetValue(one, 1L << i);
            properties[i].SetValue(other, 100_000L * (i + 1));
        }

        for (var i = 0; i < properties.Length; i++)
        {
            Assert.Equal((1L << i) + (100_000L * (i + 1)), properties[i].GetValue(one.Plus(other)));
            Assert.Equal((100_000L * (i + 1)) - (1L << i), properties[i].GetValue(other.Since(one)));
        }
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

    [Fact]
    public void Energy_and_area_are_null_or_sums_of_their_parts()
    {
        var root = JsonDocument.Parse(RunResultJson.ToText(SampleResult.Full())).RootElement;
        var energy = root.GetProperty("energy");
        Assert.Equal(1_500_008_000_001, energy.GetProperty("femtojoules").GetInt64());
        Assert.Equal(1_500_008_000_001, energy.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("femtojoules").GetInt64()));
        Assert.Equal(1.500008000001e-3, root.GetProperty("energyJoules").GetDouble(), 15);
        Assert.Equal(0.7500040000005e-3, energy.GetProperty("joulesPerItem").GetDouble(), 15);
        Assert.Equal(1.500008000001, root.GetProperty("averageWatts").GetDouble(), 12);
        Assert.Equal(10.25, root.GetProperty("area").GetProperty("squareMillimetres").GetDouble());

        var without = JsonDocument.Parse(RunResultJson.ToText(SampleResult.Full() with { Energy = null, Area = [] })).RootElement;
        Assert.All(["energyJoules", "averageWatts", "energy", "area"], key => Assert.Equal(JsonValueKind.Null, without.GetProperty(key).ValueKind));
    }

    [Fact]
    public void Energy_has_no_negative_part_and_keeps_what_long_integers_cannot_hold()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnergyBreakdown([new EnergyPart("a", "a", "events", 1, -1)]));
        var large = new EnergyBreakdown([new EnergyPart("a", "x", "events", 1, long.MaxValue), new EnergyPart("b", "x", "events", 1, long.MaxValue), new EnergyPart("c", "y", "events", 0, 0)]);
        Assert.Equal(2, large.Parts.Length);
        Assert.Equal(2 * (Int128)long.MaxValue, large.Femtojoules);
        Assert.Equal([("x", 2 * (Int128)long.MaxValue)], large.Groups());
    }

    private static List<string> Problems(RunResult run)
    {
        var validator = new SchemaValidator(Schema());
        validator.Check(JsonDocument.Parse(RunResultJson.ToText(run)).RootElement);
        return validator.Problems;
    }

    private static JsonElement Schema() => JsonDocument.Parse(File.ReadAllText(Repository.File("docs", "result.schema.json"))).RootElement;
}
