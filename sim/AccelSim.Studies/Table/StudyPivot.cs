using System.Collections.Immutable;

namespace AccelSim.Studies;

/// <summary>A figure over two dimensions: a row for each value of the one, a column for each value of the other.</summary>
/// <param name="Rows">Labels of rows.</param>
/// <param name="Columns">Labels of columns.</param>
/// <param name="Cells">By row, then column: the mean of the rows of the store that meet there; null where none does.</param>
/// <param name="Most">Rows of the store that meet in one cell at most: more than 1 where a third dimension varies as well.</param>
public sealed record StudyPivot(ImmutableArray<string> Rows, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<double?>> Cells, int Most)
{
    /// <summary>Makes the table.</summary>
    public static StudyPivot Of(IReadOnlyCollection<StudyRow> rows, string down, string across, string metric)
    {
        var cells = rows.Where(row => row.Metric(metric) is not null).ToLookup(row => (row.Label(down), row.Label(across)), row => row.Metric(metric)!.Value);
        var (labels, heads) = (Labels(rows, down), Labels(rows, across));
        return new(
            labels, heads,
            [.. labels.Select(label => heads.Select(head => cells[(label, head)].ToList() is { Count: > 0 } met ? met.Average() : (double?)null).ToImmutableArray())],
            cells.Select(cell => cell.Count()).DefaultIfEmpty(0).Max());
    }

    private static ImmutableArray<string> Labels(IEnumerable<StudyRow> rows, string name) => [.. rows.Select(row => row.Label(name)).OfType<string>().Distinct(StringComparer.Ordinal).Order(LabelOrder.Instance)];
}
