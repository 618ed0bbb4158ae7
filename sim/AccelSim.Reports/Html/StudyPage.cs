using System.Collections.Immutable;

namespace AccelSim.Reports;

/// <summary>A study as a page shows it: what varies, what came out.</summary>
/// <param name="Name">Title.</param>
/// <param name="Question">What the study asks; may be empty.</param>
/// <param name="Dimensions">What varies: names, and labels in the order of axes.</param>
/// <param name="Metrics">Figures: names and units.</param>
/// <param name="Shown">Names of the figures that the study asks for.</param>
/// <param name="Points">The points, in the order of the table.</param>
public sealed record StudyPage(
    string Name,
    string Question,
    ImmutableArray<(string Name, ImmutableArray<string> Labels)> Dimensions,
    ImmutableArray<(string Name, string Unit)> Metrics,
    ImmutableArray<string> Shown,
    ImmutableArray<StudyPagePoint> Points);
