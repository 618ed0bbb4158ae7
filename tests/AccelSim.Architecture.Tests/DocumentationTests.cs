using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AccelSim.Architecture.Tests;

/// <summary>Every public type says what it is, in words that are not just its name.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_public_type_has_a_summary_that_says_more_than_its_name()
    {
        var problems = new List<string>();
        var seen = 0;
        foreach (var file in Assemblies.Files)
        {
            var members = XDocument.Load(Path.ChangeExtension(file, ".xml")).Descendants("member")
                .Where(member => ((string?)member.Attribute("name"))!.StartsWith("T:", StringComparison.Ordinal))
                .ToDictionary(member => ((string)member.Attribute("name")!)[2..], Summary);
            foreach (var type in Assemblies.Types(file).Where(type => type.IsVisible && !type.Name.StartsWith('<')))
            {
                seen++;
                var name = type.FullName!.Replace('+', '.');
                if (!members.TryGetValue(name, out var summary) || !SaysSomething(type.Name, summary))
                {
                    problems.Add($"{name}: \"{summary}\"");
                }
            }
        }

        Assert.True(seen > 100, $"only {seen} public types were looked at");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("ChipNetwork", "The chip network.", false)]
    [InlineData("ChipNetwork", "Network", false)]
    [InlineData("ChipNetwork", "", false)]
    [InlineData("ChipNetwork", "Links between clusters and memory channels, reserved in order of arrival.", true)]
    public void Summaries_are_judged(string type, string summary, bool expected) => Assert.Equal(expected, SaysSomething(type, summary));

    private static bool SaysSomething(string type, string summary)
    {
        var known = Words().Matches(type).Select(word => Plain(word.Value)).Append("a").Append("an").Append("the").Append("of").ToHashSet();
        return summary.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Plain).Count(word => word.Length > 0 && !known.Contains(word)) >= 2;
    }

    private static string Plain(string word) => new([.. word.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string Summary(XElement member)
    {
        var text = new StringBuilder();
        foreach (var node in member.Element("summary")?.DescendantNodes() ?? [])
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement reference => " " + (string?)(reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name")),
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")]
    private static partial Regex Words();
}
