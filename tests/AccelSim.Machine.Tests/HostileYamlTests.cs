using System.Text;
using FsCheck.Fluent;

namespace AccelSim.Machine.Tests;

public sealed class HostileYamlTests : IDisposable
{
    private static readonly string Chip = Repository.File("configs", "chips", "mlu370-x4.yaml");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Aliases_that_would_expand_are_refused_before_they_do()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        Refused(bomb.ToString(), "anchors are not accepted");
    }

    [Fact]
    public void Deep_nesting_is_refused() => Refused(new string('[', 100_000), "nested deeper");

    [Fact]
    public void A_huge_file_is_refused_unread()
    {
        var path = Path.Combine(_work.Folder, "huge.yaml");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 40);
        }

        Refused(() => ChipFile.Load(path), "at most");
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var path = Path.Combine(_work.Folder, "latin.yaml");
        File.WriteAllBytes(path, [(byte)'n', (byte)':', (byte)' ', 0xE9, 0x0A]);
        Refused(() => ChipFile.Load(path), "not UTF-8 text (byte 3)");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("# nothing", "is empty")]
    [InlineData("- a", "must hold keys and values")]
    [InlineData("just text", "must hold keys and values")]
    [InlineData("a: 1\n---\nb: 2", "more than one YAML document")]
    [InlineData("a: !!binary x", "tags are not accepted")]
    [InlineData("? [a]\n: b", "not plain text")]
    [InlineData("a: [1, 2", "not valid YAML")]
    [InlineData("a: \"\\xZZ\"", "not valid YAML")]
    [InlineData("a:\n\t- b", "not valid YAML")]
    public void What_is_no_configuration_is_refused_with_the_reason(string text, string reason) => Refused(text, reason);

    [Fact]
    public void A_missing_file_a_folder_and_no_name_are_refused()
    {
        Refused(() => ChipFile.Load(Path.Combine(_work.Folder, "none.yaml")), "does not exist");
        Refused(() => ChipFile.Load(_work.Folder), "is a folder");
        Refused(() => ChipFile.Load(""), "not a file name");
        Refused(() => ChipFile.Load("a\0b"), "not a file name");
    }

    [Fact]
    public void Files_that_extend_each_other_are_refused_with_the_circle()
    {
        _work.Write("a.yaml", "extends: b.yaml\nname: a\n");
        var b = _work.Write("b.yaml", "extends: a.yaml\nname: b\n");
        Refused(() => ChipFile.Load(b), "extends itself: b.yaml -> a.yaml -> b.yaml");
    }

    [Fact]
    public void A_missing_base_is_named_where_it_is_asked_for()
    {
        var path = _work.Write("a.yaml", "name: a\nextends: nowhere.yaml\n");
        var e = Assert.Throws<ConfigurationException>(() => ChipFile.Load(path));
        Assert.Contains(e.Problems, p => p.Location == new SourceLocation(path, 2, 10) && p.Value == "nowhere.yaml");
    }

    [Fact]
    public void Truncating_a_chip_file_anywhere_gives_a_chip_or_problems_never_anything_else()
    {
        var text = File.ReadAllText(Chip);
        Law.Holds(Gen.Choose(0, text.Length), length => LoadsOrExplains(text[..length]), count: 60);
    }

    [Fact]
    public void Corrupting_a_chip_file_anywhere_gives_a_chip_or_problems_never_anything_else()
    {
        var text = File.ReadAllText(Chip);
        var corruption = Gen.Choose(0, text.Length - 1).SelectMany(at => Gen.Elements("{", "}", ":", "\"", "'", "\t", "\0", "&", "*", "!", "|", "%", "\uD800", "-")
            .Select(with => text.Remove(at, 1).Insert(at, with)));
        Law.Holds(corruption, LoadsOrExplains, count: 200);
    }

    [Fact]
    public void Truncating_a_device_file_anywhere_gives_a_device_or_problems_that_name_the_file()
    {
        var text = File.ReadAllText(Repository.File("configs", "dram", "hbm3-6400.yaml"));
        var path = Path.Combine(_work.Folder, "cut.yaml");
        Law.Holds(Gen.Choose(0, text.Length), length =>
        {
            _work.Write("cut.yaml", text[..length]);
            try
            {
                return DramDeviceFile.Load(path).Banks == 32;
            }
            catch (ConfigurationException e)
            {
                return e.Problems.All(p => p.Location.File == path);
            }
        }, count: 60);
    }

    private static bool LoadsOrExplains(string text)
    {
        try
        {
            return ChipFile.Parse(text, Chip).Name.Length > 0;
        }
        catch (ConfigurationException e)
        {
            return e.Problems.Length > 0;
        }
    }

    private static void Refused(string text, string reason) => Refused(() => ChipFile.Parse(text), reason);

    private static void Refused(Func<ChipSpec> load, string reason)
    {
        var e = Assert.Throws<ConfigurationException>(load);
        Assert.Contains(e.Problems, p => p.ToString().Contains(reason, StringComparison.Ordinal));
    }
}
