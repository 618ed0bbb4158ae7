using System.Diagnostics;
using System.Text.Json;

namespace AccelSim.Reports.Tests.Html;

/// <summary>Headless Chromium, driven by tests/oracles/browse.mjs; tests that need it are skipped where it is not installed.</summary>
internal static class Browser
{
    private static readonly string Folder = Repository.File("tests", "oracles");

    /// <summary>Opens pages one after the other in one browser and says what it found on each.</summary>
    public static IReadOnlyList<BrowserFinding> Visit(params IEnumerable<BrowserVisit> visits)
    {
        var chromium = Find();
        var start = new ProcessStartInfo("node", ["browse.mjs", chromium]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(visits, JsonSerializerOptions.Web));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return JsonSerializer.Deserialize<IReadOnlyList<BrowserFinding>>(output, JsonSerializerOptions.Web)!;
    }

    private static string Find()
    {
        if (ReportAssets.Problem is { } problem)
        {
            Assert.Skip(problem);
        }

        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")))
        {
            Assert.Skip("needs playwright-core: run 'npm ci --ignore-scripts' in tests/oracles");
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        if (names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists) is { } found)
        {
            return found;
        }

        Assert.Skip("needs Chromium: apt-get install chromium");
        return "";
    }
}
