using System.Text.RegularExpressions;

namespace AccelSim.Docs.Tests;

/// <summary>The pages people read: README and docs/.</summary>
internal static partial class Markdown
{
    /// <summary>Pages, relative to the repository.</summary>
    public static IEnumerable<string> Pages { get; } =
        ["README.md", .. Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Repository.File(page.Split('/')));

    /// <summary>Contents of the fenced blocks of a language.</summary>
    public static IEnumerable<string> Blocks(string page, string language) =>
        Fence().Matches(Read(page)).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value);

    /// <summary>Targets of the links of a page, those to other sites and inside the page left out.</summary>
    public static IEnumerable<string> Links(string page) =>
        Link().Matches(Read(page)).Select(link => link.Groups["target"].Value.Split('#')[0]).Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Paths into the repository that a page names in code font.</summary>
    public static IEnumerable<string> Paths(string page) =>
        Code().Matches(Fence().Replace(Read(page), "")).Select(code => code.Groups["text"].Value).Where(text => RepositoryPath().IsMatch(text));

    /// <summary>Tests that a page names in code font, as class and method.</summary>
    public static IEnumerable<(string Class, string Method)> Tests(string page) =>
        Code().Matches(Read(page)).Select(code => TestName().Match(code.Groups["text"].Value)).Where(name => name.Success).Select(name => (name.Groups["class"].Value, name.Groups["method"].Value));

    [GeneratedRegex(@"^(?<class>\w+Tests)\.(?<method>\w+)$")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^```(?<language>\w*)[^\n]*\n(?<text>.*?)^```\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<text>[^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^(sim|isa|tests|programs|configs|docs)/[\w./*-]+$")]
    private static partial Regex RepositoryPath();
}
