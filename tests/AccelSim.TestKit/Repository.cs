namespace AccelSim.TestKit;

/// <summary>Finds files of this checkout from wherever the tests run.</summary>
public static class Repository
{
    /// <summary>The folder that holds AccelSim.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>An absolute path inside the checkout.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "AccelSim.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no AccelSim.sln above {AppContext.BaseDirectory}");
    }
}
