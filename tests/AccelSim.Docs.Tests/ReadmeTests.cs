using System.Text.RegularExpressions;

namespace AccelSim.Docs.Tests;

/// <summary>What the README shows works and is what one gets.</summary>
public sealed partial class ReadmeTests
{
    private const string MainJob = "run configs/runs/resnet50-mlu370.yaml";

    public static TheoryData<string> Commands => [.. CommandLine.Commands("README.md").Distinct()];

    [Fact]
    public void Readme_names_the_two_commands()
    {
        Assert.Contains(MainJob, CommandLine.Commands("README.md"));
        Assert.Contains("dotnet test -c Release\n", Markdown.Read("README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_of_the_readme_works(string command)
    {
        var (exitCode, output, errors) = CommandLine.Run(command);
        Assert.True(exitCode == 0, $"exit code {exitCode}\n{errors}");
        Assert.NotEqual("", output.Trim());
    }

    /// <summary>Set ACCELSIM_UPDATE_GOLDEN=1 to put what is printed now into the pages.</summary>
    [Theory]
    [InlineData("README.md", "report", MainJob)]
    [InlineData("docs/validation.md", "validate", "validate mlu")]
    [InlineData("docs/validation-rows.md", "memory", "validate memory")]
    [InlineData("docs/validation-rows.md", "simtstride", "validate simt --only stride:")]
    [InlineData("docs/validation-rows.md", "simtops", "validate simt --only op-")]
    [InlineData("docs/validation-rows.md", "network", "validate network")]
    [InlineData("docs/validation-rows.md", "collectives", "validate collectives")]
    public void Printed_reports_are_the_real_ones(string file, string name, string command)
    {
        var (exitCode, output, errors) = CommandLine.Run(command);
        Assert.True(exitCode == 0, errors);
        var report = string.Join('\n', output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');
        var page = Markdown.Read(file);
        var current = Report().Matches(page).Single(block => block.Groups["name"].Value == name);
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            var text = current.Groups["text"];
            File.WriteAllText(Repository.File(file.Split('/')), $"{page[..text.Index]}{report}\n{page[(text.Index + text.Length)..]}");
            return;
        }

        Assert.Equal(report, current.Groups["text"].Value.Trim('\n'));
    }

    [GeneratedRegex(@"<!-- (?<name>\w+):begin -->\s*```text\n(?<text>.*?)```\s*<!-- \k<name>:end -->", RegexOptions.Singleline)]
    private static partial Regex Report();
}
