using System.Text;
using AccelSim.Engine;
using AccelSim.Results.Diff;
using FsCheck.Fluent;

namespace AccelSim.Results.Tests;

/// <summary>What a difference of two documents says is what was changed, and what is no document is refused with file and reason.</summary>
public sealed class DiffTests
{
    private static readonly RunResult Sample = SampleResult.Full();

    [Fact]
    public void A_result_is_the_same_as_itself()
    {
        var difference = Diff(Sample, SampleResult.Full());
        Assert.True(difference.Same);
        Assert.Equal((0, 0, 0, 0), (difference.Facts.Length, difference.Causes.Length, difference.Layers.Length, difference.Others.Length));
    }

    [Fact]
    public void A_layer_that_takes_longer_is_named_with_its_cause()
    {
        var layer = Sample.Layers[0];
        var longer = new CauseStack(Time(layer.Causes, Cause.DramBandwidth, 50_000_000_000));
        var whole = new CauseStack(Time(Sample.Causes, Cause.DramBandwidth, 50_000_000_000));
        var after = Sample with
        {
            Femtoseconds = Sample.Femtoseconds + 50_000_000_000,
            Causes = whole,
            Layers = Sample.Layers.SetItem(0, layer with { Femtoseconds = layer.Femtoseconds + 50_000_000_000, Causes = longer, Schedule = "other" }),
        };
        var difference = Diff(Sample, after);
        Assert.False(difference.Same);
        Assert.Equal((1e-3, 1.05e-3), (difference.BeforeSeconds, difference.AfterSeconds));
        Assert.Equal("DRAM bandwidth", difference.Causes[0].Name);
        Assert.Equal(5e-5, difference.Causes[0].Change, 1e-11);
        var changed = Assert.Single(difference.Layers);
        Assert.Equal((layer.Name, "DRAM bandwidth", true), (changed.Name, changed.Cause, changed.Rescheduled));
        Assert.Equal(5e-5, changed.Change, 1e-12);
        Assert.Equal(5e-5, changed.CauseChange, 1e-11);
        Assert.Contains(difference.Facts, fact => fact is { Name: "cycles", Before: "1000000", After: "1050000" });
    }

    /// <summary>What one run fuses is held against the layers of the other; only runs without a layer in common have new ones and gone ones.</summary>
    [Fact]
    public void Layers_that_are_fused_otherwise_are_one_piece_and_strangers_are_new_or_gone()
    {
        var layer = Sample.Layers[0];
        var fused = Sample with { Layers = [layer with { Name = "a +1", Femtoseconds = 90 }, layer with { Name = "c", Femtoseconds = 7 }] };
        var apart = Sample with { Layers = [layer with { Name = "a", Femtoseconds = 50 }, layer with { Name = "b", Femtoseconds = 60 }, layer with { Name = "c", Femtoseconds = 7 }] };
        var piece = Assert.Single(Diff(fused, apart).Layers);
        Assert.Equal(("a", true), (piece.Name, piece.Rescheduled));
        Assert.Equal(20e-15, piece.Change, 1e-20);

        var strangers = Diff(Sample with { Layers = [layer with { Name = "x" }] }, Sample with { Layers = [layer with { Name = "y" }] }).Layers;
        Assert.Equal([("x", true), ("y", false)], strangers.Select(change => (change.Name, change.After is null)));
    }

    /// <summary>Whichever way round: times change sign, and facts change places.</summary>
    [Fact]
    public void A_difference_turned_round_is_its_opposite() => Law.Holds(
        from a in Gen.Choose(0, 1000)
        from b in Gen.Choose(0, 1000)
        select (a, b),
        pick =>
        {
            var (one, two) = (With(pick.a), With(pick.b));
            var (there, back) = (Diff(one, two), Diff(two, one));
            Assert.Equal(pick.a == pick.b, there.Same);
            Assert.Equal(there.Causes.ToDictionary(cause => cause.Name, cause => -cause.Change), back.Causes.ToDictionary(cause => cause.Name, cause => cause.Change));
            Assert.Equal(there.Facts.Select(fact => (fact.Name, fact.Before, fact.After)), back.Facts.Select(fact => (fact.Name, fact.After, fact.Before)));
            Assert.Equal(there.AfterSeconds - there.BeforeSeconds, there.Causes.Sum(cause => cause.Change), 1e-11);
        }, count: 50);

    /// <summary>Wherever a file is cut, it is refused by name, and never read as something shorter.</summary>
    [Fact]
    public void A_cut_file_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(RunResultJson.ToText(Sample).TrimEnd());
        Law.Holds(Gen.Choose(0, bytes.Length - 1), length =>
            Assert.StartsWith("cut.json: is no JSON, or cut off: line ", Assert.Throws<RunDocumentException>(() => RunDocument.Read("cut.json", new MemoryStream(bytes[..length]))).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "it has no 'schemaVersion'")]
    [InlineData("{\"layers\": []}", "it has no 'schemaVersion'")]
    [InlineData("{\"schemaVersion\": 7}", "is of schema version 7, and this program reads 1; run the model again")]
    [InlineData("{\"schemaVersion\": \"1\"}", "is of schema version \"1\"")]
    [InlineData("{\"schemaVersion\": 1}", "'seconds' should be a number")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": -1}", "'seconds' should be a number")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": 1e999}", "'seconds' should be a number")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": 1, \"causes\": []}", "'causes' should be an object")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": 1, \"causes\": {\"tensor\": \"all\"}}", "'causes.tensor' should be a number")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": 1, \"causes\": {}, \"layers\": {}}", "'layers' should be a list")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": 1, \"causes\": {}, \"layers\": [1]}", "'layers[0]' should be an object")]
    [InlineData("{\"schemaVersion\": 1, \"seconds\": 1, \"causes\": {}, \"layers\": [{\"name\": 1}]}", "'layers[0].name' should be a text")]
    public void What_is_no_result_is_refused_with_its_reason(string json, string reason)
    {
        var problem = Assert.Throws<RunDocumentException>(() => RunDocument.Read("a.json", new MemoryStream(Encoding.UTF8.GetBytes(json)))).Message;
        Assert.StartsWith("a.json: ", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    private static RunResult With(int microseconds) => Sample with
    {
        Femtoseconds = Sample.Femtoseconds + (microseconds * 1_000_000_000L),
        Causes = new CauseStack(Time(Sample.Causes, Cause.DramLatency, microseconds * 1_000_000_000L)),
    };

    private static long[] Time(CauseStack stack, Cause cause, long more)
    {
        var times = new long[CauseNames.Count];
        foreach (var share in stack.Shares)
        {
            times[(int)share.Cause] = share.Femtoseconds;
        }

        times[(int)cause] += more;
        return times;
    }

    private static RunDifference Diff(RunResult before, RunResult after) => RunComparer.Of(Document("a.json", before), Document("b.json", after));

    private static RunDocument Document(string name, RunResult run) => RunDocument.Read(name, new MemoryStream(Encoding.UTF8.GetBytes(RunResultJson.ToText(run))));
}
