using System.Reflection;

namespace AccelSim.Reports;

/// <summary>The front end of the HTML reports, bundled from Web/ when this library was built.</summary>
public static class ReportAssets
{
    /// <summary>Why there can be no HTML report; null where there can.</summary>
    public static string? Problem => Find("report.js") is not null ? null
        : "this build has no charts, because npm was missing when it was built: install Node.js 20 or later, build again, and they are there";

    /// <summary>All of an asset.</summary>
    /// <param name="name"><c>report.js</c> or <c>report.css</c>.</param>
    internal static Stream Open(string name) => Find(name) is not null ? Assembly.GetManifestResourceStream(name)! : throw new InvalidOperationException(Problem);

    private static Assembly Assembly => typeof(ReportAssets).Assembly;

    private static ManifestResourceInfo? Find(string name) => Assembly.GetManifestResourceInfo(name);
}
