using System.Collections.Immutable;

namespace AccelSim.Studies;

/// <summary>Which rows of a store are shown, and in which order.</summary>
public static class StudyQuery
{
    /// <summary>Names that rows have: dimensions, then figures, in the order of first appearance.</summary>
    public static ImmutableArray<string> Names(IReadOnlyCollection<StudyRow> rows) =>
        [.. rows.SelectMany(row => row.At.Select(entry => entry.Key)).Concat(rows.SelectMany(row => row.Metrics.Select(entry => entry.Key))).Distinct(StringComparer.Ordinal)];

    /// <summary>Dimensions of which rows have more than one value.</summary>
    public static ImmutableArray<string> Varied(IReadOnlyCollection<StudyRow> rows) =>
        [.. rows.SelectMany(row => row.At.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal).Where(name => rows.Select(row => row.Label(name)).Distinct(StringComparer.Ordinal).Count() > 1)];

    /// <summary>Rows by what they took of each dimension, the first dimension first: whatever the order in which they were run.</summary>
    public static IEnumerable<StudyRow> InOrder(IReadOnlyCollection<StudyRow> rows)
    {
        IEnumerable<StudyRow> ordered = rows;
        foreach (var name in rows.SelectMany(row => row.At.Select(entry => entry.Key)).Distinct(StringComparer.Ordinal).Reverse().ToList())
        {
            ordered = ordered.OrderBy(row => row.Label(name), LabelOrder.Instance);
        }

        return ordered;
    }

    /// <summary>Rows of which every condition is true; where one has no value, as in a row that failed, it is not.</summary>
    public static IEnumerable<StudyRow> Where(IEnumerable<StudyRow> rows, IReadOnlyCollection<StudyExpression> conditions) =>
        rows.Where(row => conditions.All(condition => condition.Condition(row.Value, out _) == true));

    /// <summary>Rows by a name, numbers before text, those without a value last; equal ones stay in their order.</summary>
    public static IEnumerable<StudyRow> Sorted(IEnumerable<StudyRow> rows, string by, bool descending)
    {
        var numbers = (StudyRow row) => row.Value(by) is double number ? descending ? -number : number : double.PositiveInfinity;
        var texts = (StudyRow row) => row.Value(by) as string;
        var first = rows.OrderBy(row => row.Value(by) is null ? 2 : row.Value(by) is double ? 0 : 1).ThenBy(numbers);
        return descending ? first.ThenByDescending(texts, StringComparer.Ordinal) : first.ThenBy(texts, StringComparer.Ordinal);
    }
}
