using AccelSim.Machine;

namespace AccelSim.Studies.Tests;

public sealed class PlanTests
{
    private static readonly string Head = $"""
        models: ["{Repository.File("programs", "mlu", "vector-add.asm")}"]
        chips: ["{Repository.File("configs", "chips", "toy-mlu.yaml")}"]
        hosts: ["{Repository.File("configs", "hosts", "ideal.yaml")}"]

        """;

    [Fact]
    public void The_last_axis_changes_fastest_and_conditions_leave_points_out()
    {
        var plan = Plan("""
            batch: [1, 2]
            axes:
              - { path: dram.channels, values: [1, 2, 4] }
              - { name: speed, path: clock, range: { from: 500 MHz, to: 900 MHz, step: 200 MHz } }
            where: ["batch == 1 or [dram.channels] > 1", "speed != 700"]
            """);
        Assert.Equal(18, plan.Combinations);
        var points = plan.Points().ToList();
        Assert.Equal(10, points.Count);
        Assert.Equal(["dram.channels=1", "clock=500 MHz"], Sets(points[0]));
        Assert.Equal(["dram.channels=1", "clock=900 MHz"], Sets(points[1]));
        Assert.Equal(["dram.channels=4", "clock=900 MHz"], Sets(points[^1]));
        Assert.Equal((1, 2), (points[0].Run.Batch, points[^1].Run.Batch));
        Assert.Equal(points.Select(point => point.Number).Order(), points.Select(point => point.Number));
    }

    [Fact]
    public void Linked_and_derived_parameters_follow()
    {
        var plan = Plan("""
            axes:
              - { name: size, linked: { clusters: [1, 2], sram.size: [256 KiB, 512 KiB] } }
              - { path: dram.channels, log: { from: 1, to: 10, factor: 2 } }
            derived: { dram.capacity: "{[dram.channels] * 32} MiB" }
            """);
        var points = plan.Points().ToList();
        Assert.Equal(8, points.Count);
        Assert.Equal("1, 256 KiB", points[0].Choices[6].Label);
        Assert.Equal(["32 MiB", "64 MiB", "128 MiB", "256 MiB"], points.Take(4).Select(point => point.Run.Set["dram.capacity"]));
        Assert.Equal(("2", "512 KiB"), (points[4].Run.Set["clusters"], points[4].Run.Set["sram.size"]));
    }

    [Theory]
    [InlineData("512 KiB", "2048 KiB", "512 KiB", "512 KiB|1024 KiB|1536 KiB|2048 KiB")]
    [InlineData("1", "4", "1.5", "1|2.5|4.0")]
    [InlineData("1.0 GHz", "1.25 GHz", "0.1", "1 GHz|1.1 GHz|1.2 GHz")]
    public void Ranges_hold_what_lies_between(string from, string to, string step, string expected)
    {
        var plan = Plan($$"""axes: [{ path: clock, range: { from: {{from}}, to: {{to}}, step: {{step}} } }]""");
        Assert.Equal(expected.Replace("4.0", "4", StringComparison.Ordinal), string.Join('|', plan.Dimensions[^1].Choices.Select(choice => choice.Label)));
    }

    [Theory]
    [InlineData("axes: [{ path: clock }]", "axes[0]", "has no values")]
    [InlineData("axes: [{ path: clock, values: [] }]", "axes[0]", "has no values")]
    [InlineData("axes: [{ values: [1] }]", "axes[0].path", "is missing")]
    [InlineData("axes: [{ path: clock, values: [1 GHz], range: { from: 1, to: 2, step: 1 } }]", "axes[0]", "in more than one way")]
    [InlineData("axes: [{ name: a, linked: { clock: [1 GHz, 2 GHz], clusters: [1] } }]", "linked", "as many values")]
    [InlineData("axes: [{ path: clock, range: { from: 1 GHz, to: 900 MHz, step: 1 } }]", "axes[0]", "write both in one unit")]
    [InlineData("axes: [{ path: clock, range: { from: 2 GHz, to: 1 GHz, step: 1 } }]", "axes[0]", "ends before it begins")]
    [InlineData("axes: [{ path: clock, range: { from: 1 GHz, to: 2 GHz, step: 0 } }]", "axes[0]", "more than 0")]
    [InlineData("axes: [{ path: clock, range: { from: 1, to: 9000000, step: 0.1 } }]", "axes[0]", "more than 100000 values")]
    [InlineData("axes: [{ path: clock, log: { from: 0, to: 9, factor: 2 } }]", "axes[0]", "needs more than 0")]
    [InlineData("axes: [{ path: clock, log: { from: 1, to: 9, factor: 1 } }]", "axes[0]", "number above 1")]
    [InlineData("axes: [{ path: clock, values: [1 GHz] }, { path: clock, values: [2 GHz] }]", "axes[1]", "name of another axis")]
    [InlineData("axes: [{ name: a, path: clock, values: [1 GHz] }, { path: clock, values: [2 GHz] }]", "axes[1]", "is set twice")]
    [InlineData("axes: [{ path: clock, values: [1 GHz] }]\nderived: { clock: \"{batch} GHz\" }", "derived", "is set twice")]
    [InlineData("where: [\"bach == 1\"]", "where", "did you mean 'batch'?")]
    [InlineData("derived: { clock: \"{1 +} GHz\" }", "derived.clock", "is not an expression")]
    [InlineData("require: [\"arreaMm2 < 1\"]", "require", "did you mean 'areaMm2'?")]
    [InlineData("metrics: [cylces]", "metrics", "did you mean 'cycles'?")]
    [InlineData("batch: []", "batch", "is empty")]
    [InlineData("dims: { past: [] }", "dims.past", "is empty")]
    [InlineData("dims: { past: [0] }", "dims.past", "is outside what is possible")]
    [InlineData("axis: []", "axis", "did you mean 'axes'?")]
    public void What_a_study_file_does_wrong_is_named(string yaml, string key, string reason)
    {
        var problem = Assert.Throws<ConfigurationException>(() => Plan(yaml));
        Assert.Contains(problem.Problems, p => p.ToString().Contains(key, StringComparison.Ordinal) && p.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void All_that_is_wrong_with_values_is_found_before_anything_runs()
    {
        var plan = Plan("""
            axes:
              - { path: dram.chanels, values: [1] }
              - { path: clock, values: [1 GHz, 5 parsecs] }
            """);
        var problems = Assert.Throws<ConfigurationException>(() => StudyCheck.Of(plan)).Problems;
        Assert.Contains(problems, problem => problem.ToString().Contains("dram.chanels", StringComparison.Ordinal) && problem.Message.Contains("did you mean 'channels'?", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Value == "5 parsecs");
        Assert.Equal(problems.Distinct().Count(), problems.Length);
    }

    [Fact]
    public void A_study_without_points_and_one_of_missing_files_are_refused()
    {
        Assert.Contains("rules out all 1 points", Assert.Throws<ConfigurationException>(() => StudyCheck.Of(Plan("where: [\"batch == 2\"]"))).Message, StringComparison.Ordinal);
        var missing = StudyPlan.Of(StudyFile.Parse("models: [nowhere.onnx]\nchips: [nochip.yaml]\nhosts: [nohost.yaml]\n"), "s.yaml");
        Assert.Equal(["nowhere.onnx", "nochip.yaml", "nohost.yaml"], Assert.Throws<ConfigurationException>(() => StudyCheck.Of(missing)).Problems.Select(problem => problem.Value));
    }

    [Fact]
    public void More_combinations_than_a_number_holds_are_counted_as_that_many()
    {
        var values = string.Join(", ", Enumerable.Range(1, 1000));
        var plan = Plan($"batch: [{values}]\ndims: {{ a: [{values}], b: [{values}], c: [{values}], d: [{values}], e: [{values}], f: [{values}] }}");
        Assert.Equal(long.MaxValue, plan.Combinations);
    }

    private static StudyPlan Plan(string yaml) => StudyPlan.Of(StudyFile.Parse(Head + yaml), "study.yaml");

    private static string[] Sets(StudyPoint point) => [.. point.Choices.SelectMany(choice => choice.Settings).Select(set => $"{set.Key}={set.Value}")];
}
