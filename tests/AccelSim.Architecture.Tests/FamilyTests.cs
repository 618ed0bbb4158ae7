using System.Text.RegularExpressions;

namespace AccelSim.Architecture.Tests;

/// <summary>A chip family is one folder per library; only the registry and those folders know which family they deal with.</summary>
public sealed partial class FamilyTests
{
    /// <summary>Files outside a family's folders that may name one, with the reason.</summary>
    private static readonly Dictionary<string, string> Registry = new()
    {
        ["sim/AccelSim.Machine/Chips/ChipSpec.cs"] = "binds the family's name in a chip file to its record",
        ["sim/AccelSim.Cli/Verbs/ValidateVerb.cs"] = "binds the words of the command line to what they repeat",
        ["sim/AccelSim.Runtime/Devices/DeviceFamilies.cs"] = "binds the family's name to its code",
    };

    [Fact]
    public void No_code_outside_the_registry_asks_which_family_a_chip_has()
    {
        var problems = new List<string>();
        var seen = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.File("sim"), "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
            if (relative.Contains("/Mlu/", StringComparison.Ordinal) || relative.Contains("/Simt/", StringComparison.Ordinal) || relative.Contains("/obj/", StringComparison.Ordinal) || Registry.ContainsKey(relative))
            {
                continue;
            }

            seen++;
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (AsksForFamily().IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                {
                    problems.Add($"{relative}:{number}: {line.Trim()}");
                }
            }
        }

        Assert.True(seen > 100);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.All(Registry.Keys, file => Assert.True(File.Exists(Repository.File(file.Split('/')))));
    }

    /// <summary>What the compiler reads of a chip is in its view, by which programs are reused; the description itself is for the tests of kernels.</summary>
    [Fact]
    public void The_compiler_reads_chips_through_its_targets()
    {
        var files = Directory.EnumerateFiles(Repository.File("sim", "AccelSim.Compiler"), "*.cs", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "SimtTarget.cs").ToList();
        Assert.True(files.Count > 100);
        Assert.Empty(files.Where(file => File.ReadAllText(file).Contains("arget.Chip.", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Repository.Root, file)));
    }

    [Theory]
    [InlineData("if (chip.Family == \"mlu\")", true)]
    [InlineData("return chip.Family switch", true)]
    [InlineData("switch (chip.Family)", true)]
    [InlineData("if (chip is MluChip mlu)", true)]
    [InlineData("var mlu = (MluChip)chip;", true)]
    [InlineData("case RduChip rdu:", true)]
    [InlineData("Family = chip.Family,", false)]
    [InlineData("if (target.Family != Family)", false)]
    public void Questions_about_the_family_are_recognised(string line, bool expected) => Assert.Equal(expected, AsksForFamily().IsMatch(line));

    [GeneratedRegex("""\b(is|as|case)\s+(Mlu|Simt|Rdu)Chip\b|\((Mlu|Simt|Rdu)Chip\)|Family\)?\s*(switch\b|==\s*"|is\s+")|switch\s*\([^)]*\.Family\)|"(mlu|simt|rdu)"\s*=>|case\s+"(mlu|simt|rdu)\b""")]
    private static partial Regex AsksForFamily();
}
