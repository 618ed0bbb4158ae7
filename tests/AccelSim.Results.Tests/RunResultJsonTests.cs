using System.Text.Json;
using AccelSim.Results.Simt;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_multiprocessors_counted_is_told_where_there_are_any_and_obeys_the_schema(bool alike)
    {
        var counters = new SimtCounters
        {
            WarpInstructions = 400,
            ThreadInstructions = 12_000,
            GlobalRequests = 10,
            GlobalSectors = 45,
            L1Sectors = 40,
            L1Hits = 10,
            L2Hits = 3,
            L2Misses = 1,
            ActiveCycles = 100,
            WarpCycles = 3200,
            WarpSlots = 6400,
            IssueSlots = 1600,
            States = new WarpStates { Selected = 400, LongScoreboard = 2800 },
            Occupancy = alike ? new OccupancyFacts(40, 1024, 256, 6, 48, "registers") : null,
        };
        var full = SampleResult.Full();
        var run = full with { Counters = full.Counters with { Simt = counters }, Layers = [full.Layers[0] with { Counters = full.Counters with { Simt = counters } }] };
        Assert.Empty(Problems(run));
        var root = JsonDocument.Parse(RunResultJson.ToText(run)).RootElement;
        var told = root.GetProperty("simt");
        Assert.True(JsonElement.DeepEquals(told, root.GetProperty("layers")[0].GetProperty("simt")));
        Assert.Equal(2800, told.GetProperty("warpStates").GetProperty("long_scoreboard").GetInt32());
        (string Name, double Value)[] rates = [("sectorsPerRequest", 4.5), ("l1HitRate", 0.25), ("l2HitRate", 0.75), ("achievedOccupancy", 0.5), ("issueUtilisation", 0.25)];
        Assert.All(rates, rate => Assert.Equal(rate.Value, told.GetProperty(rate.Name).GetDouble()));
        Assert.Equal(alike ? "registers" : null, alike ? told.GetProperty("occupancy").GetProperty("limitedBy").GetString() : told.GetProperty("occupancy").GetString());
        Assert.False(JsonDocument.Parse(RunResultJson.ToText(full)).RootElement.TryGetProperty("simt", out _));
    }

    [Fact]
    public void Counters_of_multiprocessors_add_up_one_by_one()
    {
        AddUp<WarpStates>(14, (one, other) => one.Plus(other), (one, other) => one.Since(other));
        AddUp<SimtCounters>(17, (one, other) => one.Plus(other), (one, other) => one.Since(other));
        var (few, many) = (new SimtCounters { States = new WarpStates { Wait = 3 } }, new SimtCounters { States = new WarpStates { Wait = 10, Barrier = 1 } });
        Assert.Equal(new WarpStates { Wait = 13, Barrier = 1 }, few.Plus(many).States);
        Assert.Equal(new WarpStates { Wait = 7, Barrier = 1 }, many.Since(few).States);
        var facts = new OccupancyFacts(40, 1024, 256, 6, 48, "registers");
        Assert.Equal(facts, (few with { Occupancy = facts }).Plus(many with { Occupancy = facts with { } }).Occupancy);
        Assert.Null((few with { Occupancy = facts }).Plus(many with { Occupancy = facts with { ThreadsPerBlock = 128 } }).Occupancy);
        var sum = new DeviceCounters { Simt = few }.Plus(new DeviceCounters { Simt = many }).Simt;
        Assert.Equal(13, sum!.States.Wait);
        Assert.Equal(few, DeviceCounters.Zero.Plus(new DeviceCounters { Simt = few }).Simt);
    }

    private static void AddUp<T>(int count, Func<T, T, T> plus, Func<T, T, T> since)
        where T : new()
    {
        var properties = typeof(T).GetProperties().Where(property => property.PropertyType == typeof(long)).ToArray();
        Assert.Equal(count, properties.Length);
        var (one, other) = (new T(), new T());
        for (var i = 0; i < properties.Length; i++)
        {
            properties[i].SetValue(one, 1L << i);
            properties[i].SetValue(other, 100_000L * (i + 1));
        }

        for (var i = 0; i < properties.Length; i++)
        {
            Assert.Equal((1L << i) + (100_000L * (i + 1)), properties[i].GetValue(plus(one, other)));
            Assert.Equal((100_000L * (i + 1)) - (1L << i), properties[i].GetValue(since(other, one)));
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
