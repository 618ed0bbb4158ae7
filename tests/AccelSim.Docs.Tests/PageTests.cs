namespace AccelSim.Docs.Tests;

/// <summary>Pages name files that exist and show code that compiles.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Pages => [.. Markdown.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Repository.File(page.Split('/')))!;
        Assert.Equal([], Markdown.Links(page).Where(target => !Path.Exists(Path.GetFullPath(Path.Combine(folder, target)))));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_in_code_font_exist(string page) => Assert.Equal([], Markdown.Paths(page).Where(path => !Exists(path)));

    [Fact]
    public void The_pages_name_paths_at_all() => Assert.True(Markdown.Pages.Sum(page => Markdown.Paths(page).Count()) > 20);

    /// <summary>A C# block must stand, line by line, in a source file of this project, which the compiler has accepted and a test runs.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void CSharp_blocks_are_compiled_and_run(string page)
    {
        var snippets = Directory.EnumerateFiles(Repository.File("tests", "AccelSim.Docs.Tests", "Snippets"), "*.cs").Select(file => Plain(File.ReadAllText(file))).ToArray();
        Assert.All(Markdown.Blocks(page, "csharp"), block => Assert.Contains(snippets, snippet => snippet.Contains(Plain(block), StringComparison.Ordinal)));
    }

    [Fact]
    public void Tests_named_in_the_table_of_laws_exist()
    {
        var named = Markdown.Tests("docs/memory-model.md").ToList();
        Assert.True(named.Count > 15);
        var files = Directory.EnumerateFiles(Repository.File("tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal([], named.Where(test => !files[test.Class].Any(file => File.ReadAllText(file).Contains($"void {test.Method}(", StringComparison.Ordinal))));
    }

    /// <summary>Without indentation, empty lines and using directives.</summary>
    private static string Plain(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("using AccelSim", StringComparison.Ordinal)));

    private static bool Exists(string path)
    {
        var star = path.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return Path.Exists(Repository.File(path.Split('/')));
        }

        var slash = path.LastIndexOf('/', star);
        return !path[slash..].Contains("/*/", StringComparison.Ordinal)
            && Directory.Exists(Repository.File(path[..slash].Split('/')))
            && Directory.EnumerateFileSystemEntries(Repository.File(path[..slash].Split('/')), path[(slash + 1)..]).Any();
    }
}
