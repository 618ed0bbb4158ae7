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

    /// <summary>Set ACCELSIM_UPDATE_GOLDEN=1 to put the present report into the README.</summary>
    [Fact]
    public void Report_in_the_readme_is_the_real_one()
    {
        var (exitCode, output, errors) = CommandLine.Run(MainJob);
        Assert.True(exitCode == 0, errors);
        var report = string.Join('\n', output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');
        var page = Markdown.Read("README.md");
        var current = Report().Match(page);
        Assert.True(current.Success, "the README has no block between report:begin and report:end");
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            var text = current.Groups["text"];
            File.WriteAllText(Repository.File("README.md"), $"{page[..text.Index]}{report}\n{page[(text.Index + text.Length)..]}");
            return;
        }

        Assert.Equal(report, current.Groups["text"].Value.Trim('\n'));
    }

    [GeneratedRegex(@"<!-- report:begin -->\s*```text\n(?<text>.*?)```\s*<!-- report:end -->", RegexOptions.Singleline)]
    private static partial Regex Report();
}
