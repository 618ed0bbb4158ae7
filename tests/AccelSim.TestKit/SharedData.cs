using Xunit;

namespace AccelSim.TestKit;

/// <summary>
/// Reference data that lives beside the checkout (<c>../shared</c>) and is not part of it.
/// A test that needs it is reported as skipped, with the reason, where it is absent.
/// </summary>
public static class SharedData
{
    /// <summary>Path of a file or folder under <c>../shared</c>; skips the calling test where it does not exist.</summary>
    public static string Require(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Repository.Root, "..", "shared", .. parts]));
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"needs {path}, which is not part of the repository");
        }

        return path;
    }
}
