using System.Collections.Immutable;
using AccelSim.Reports;
using AccelSim.Studies;

namespace AccelSim.Cli;

/// <summary>Rows of a store as an HTML file.</summary>
internal static class StudyHtmlFile
{
    /// <summary>Refuses before any work what could not be written.</summary>
    public static void Check(string? path)
    {
        if (path is not null && ReportAssets.Problem is { } problem)
        {
            throw new UsageException($"--html {path}: {problem}");
        }
    }

    /// <summary>Adds the file to those of a command, where it is asked for.</summary>
    /// <param name="outputs">Files of the command.</param>
    /// <param name="path">Where to; null where it is not asked for.</param>
    /// <param name="rows">The points.</param>
    /// <param name="name">Title.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="metrics">Figures to begin with; those that no point has are left out.</param>
    /// <param name="note">What else is to be said of a point.</param>
    public static void Add(OutputSet outputs, string? path, IReadOnlyList<StudyRow> rows, string name, string question, ImmutableArray<string> metrics, Func<StudyRow, string>? note = null) =>
        outputs.Add(path, stream => StudyHtml.Write(Page(rows, name, question, metrics, note), stream));

    /// <summary>Requirements of the study that a point breaks.</summary>
    public static string Broken(StudyPlan plan, StudyRow row) => row.Error is not null ? ""
        : string.Join("; ", plan.Require.Where(condition => condition.Condition(row.Value, out _) != true).Select(condition => $"breaks {condition.Text}"));

    private static StudyPage Page(IReadOnlyList<StudyRow> rows, string name, string question, ImmutableArray<string> shown, Func<StudyRow, string>? note)
    {
        ImmutableArray<string> dimensions = [.. rows.SelectMany(row => row.At.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal)];
        var figures = StudyReport.Figures(rows);
        return new(
            name,
            question,
            [.. dimensions.Select(dimension => (dimension, Labels(rows, dimension)))],
            [.. figures.Select(figure => (figure, StudyMetrics.Unit(figure)))],
            shown,
            [.. rows.Select(row => new StudyPagePoint([.. dimensions.Select(row.Label)], [.. figures.Select(row.Metric)], row.Error, note?.Invoke(row) ?? ""))]);
    }

    private static ImmutableArray<string> Labels(IReadOnlyList<StudyRow> rows, string dimension) =>
        [.. rows.Select(row => row.Label(dimension)).OfType<string>().Distinct(StringComparer.Ordinal).Order(LabelOrder.Instance)];
}
