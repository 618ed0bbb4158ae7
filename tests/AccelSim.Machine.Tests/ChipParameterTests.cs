using FsCheck.Fluent;

namespace AccelSim.Machine.Tests;

/// <summary>The numbers of a chip file are found where <c>--set</c> finds them, with the values that they have.</summary>
public sealed class ChipParameterTests
{
    public static TheoryData<string> Chips => [.. Directory.EnumerateFiles(Repository.File("configs", "chips"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Every number, set to what it is, leaves the chip as it was: paths and texts are what the reader takes.</summary>
    [Theory]
    [MemberData(nameof(Chips))]
    public void A_chip_with_every_number_set_to_itself_is_the_same_chip(string name)
    {
        var file = Repository.File("configs", "chips", name + ".yaml");
        var chip = ChipFile.Load(file);
        var parameters = ChipParameter.Of(chip);
        Assert.True(parameters.Length > 80, $"{parameters.Length}");
        Assert.Distinct(parameters.Select(parameter => parameter.Path));
        var again = ChipFile.Load(file, parameters.Where(parameter => parameter.Value > 0).Select(parameter => parameter.Assignment(parameter.Value)));
        Assert.Equal(RecordText.Of(chip), RecordText.Of(again));
    }

    [Theory]
    [InlineData("dram.channels", "24")]
    [InlineData("clock", "1 GHz")]
    [InlineData("core.queues[1].depth", "16")]
    [InlineData("core.dma.ioDma.paths.gdram->nram", "64 B/cycle")]
    [InlineData("core.matrix.macsPerCycle.fp16", "1536")]
    [InlineData("dram.device.timings.tRCD", "15 cycles")]
    [InlineData("dram.device.pseudoChannels", "1")]
    public void Numbers_stand_where_the_file_has_them(string path, string value) =>
        Assert.Equal(value, ChipParameter.Of(ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"))).Single(parameter => parameter.Path == path).Text);

    [Fact]
    public void What_decides_no_time_is_no_parameter() => Assert.DoesNotContain(
        ChipParameter.Of(ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"))),
        parameter => parameter.Path.Split('.').Any(part => part is "energy" or "area" or "dvfs"));

    /// <summary>A multiple is on its side of the value, above 0, and for sizes a multiple of a quarter of the power of two in the value.</summary>
    [Fact]
    public void Multiples_are_on_their_side() => Law.Holds(
        from value in Gen.Choose(1, 1 << 28)
        from factor in Gen.Elements(0.1, 0.5, 0.75, 0.9, 1.1, 1.25, 2, 16)
        from units in Gen.Elements(null, ByteSize.Units, Cycles.Units)
        select (Parameter: new ChipParameter("x", value, units), factor),
        pick =>
        {
            var other = pick.Parameter.Times(pick.factor);
            Assert.True(other is null ? pick.factor < 1 : pick.factor > 1 ? other > pick.Parameter.Value : other > 0 && other < pick.Parameter.Value);
            Assert.True(other is null || pick.Parameter.Units != ByteSize.Units || other % Math.Max(1, (pick.Parameter.Value & -pick.Parameter.Value) / 4) == 0);
        });

    [Fact]
    public void A_least_request_lies_in_one_channel()
    {
        var problems = Assert.Throws<ConfigurationException>(() => ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"), "dram.minimumBurst=96 B")).Problems;
        Assert.Contains(problems, problem => problem.Key == "dram.minimumBurst" && problem.Message.Contains("does not divide mapping.channelInterleave", StringComparison.Ordinal));
    }

    /// <summary>Texts of chips that differ in one number differ, and overrides that say what is there already change nothing.</summary>
    [Fact]
    public void A_text_tells_chips_apart()
    {
        var file = Repository.File("configs", "chips", "a100-sxm4-80.yaml");
        var chip = ChipFile.Load(file);
        var texts = ChipParameter.Of(chip).Where(parameter => parameter.Times(2) is not null).Take(40).Select(parameter =>
        {
            try
            {
                return RecordText.Of(ChipFile.Load(file, parameter.Assignment(parameter.Times(2)!.Value)));
            }
            catch (ConfigurationException)
            {
                return null;
            }
        }).OfType<string>().Append(RecordText.Of(chip)).ToList();
        Assert.True(texts.Count > 15);
        Assert.Distinct(texts);
    }
}
