using System.Collections.Immutable;
using AccelSim.Machine;

namespace AccelSim.Studies;

/// <summary>The values of an axis, written out.</summary>
internal static class AxisValues
{
    private const int Most = 100_000;

    /// <summary>The axis as a dimension; null with a message where its range says nothing.</summary>
    public static StudyDimension? Of(StudyAxis axis, string key, out string problem)
    {
        problem = "";
        if (!axis.Linked.IsEmpty)
        {
            var count = axis.Linked.First().Value.Length;
            var first = axis.Linked.First();
            return new(axis.Name!, key, [.. Enumerable.Range(0, count).Select(i => new StudyChoice(
                string.Join(", ", axis.Linked.Select(path => path.Value[i])), Readable(first.Value[i]), [.. axis.Linked.Select(path => KeyValuePair.Create(path.Key, path.Value[i]))]))]);
        }

        var values = axis.Range is { } range ? Range(range, out problem) : axis.Log is { } log ? Log(log, out problem) : axis.Values;
        return problem.Length > 0 ? null
            : new(axis.Name ?? axis.Path!, key, [.. values.Select(value => new StudyChoice(value, Readable(value), [KeyValuePair.Create(axis.Path!, value)]))]);
    }

    /// <summary>A value as expressions read it.</summary>
    public static object Readable(string text) => WrittenNumber.Of(text).Number is { } number ? (double)number : text;

    private static ImmutableArray<string> Range(StudyRange range, out string problem)
    {
        var (from, to, step) = (WrittenNumber.Of(range.From), WrittenNumber.Of(range.To), WrittenNumber.Of(range.Step!));
        if (Ends(from, to, out problem) is not { } ends)
        {
            return [];
        }

        if (step.Number is not > 0 || (step.Unit.Length > 0 && step.Unit != from.Unit))
        {
            problem = $"has the step '{range.Step}'; write more than 0{(from.Unit.Length > 0 ? $" in {from.Unit}" : "")}";
            return [];
        }

        var count = ((ends.To - ends.From) / step.Number.Value) + 1;
        if (count > Most)
        {
            problem = $"has more than {Most} values";
            return [];
        }

        return [.. Enumerable.Range(0, (int)count).Select(i => WrittenNumber.Text(ends.From + (i * step.Number.Value), from.Unit))];
    }

    private static ImmutableArray<string> Log(StudyRange range, out string problem)
    {
        var (from, to, factor) = (WrittenNumber.Of(range.From), WrittenNumber.Of(range.To), WrittenNumber.Of(range.Factor!));
        if (Ends(from, to, out problem) is not { } ends)
        {
            return [];
        }

        if (factor.Number is not > 1.0001m || factor.Unit.Length > 0 || ends.From <= 0)
        {
            problem = ends.From <= 0 ? $"begins at '{range.From}'; a factor needs more than 0" : $"has the factor '{range.Factor}'; write a plain number above 1";
            return [];
        }

        var values = ImmutableArray.CreateBuilder<string>();
        for (var value = ends.From; value <= ends.To && values.Count < Most; value *= factor.Number.Value)
        {
            values.Add(WrittenNumber.Text(value, from.Unit));
            if (value > decimal.MaxValue / factor.Number.Value)
            {
                break;
            }
        }

        return values.ToImmutable();
    }

    private static (decimal From, decimal To)? Ends(WrittenNumber from, WrittenNumber to, out string problem)
    {
        problem = from.Number is null || to.Number is null ? "needs numbers, with their unit behind them, as from and to"
            : from.Unit != to.Unit ? $"begins in '{from.Unit}' and ends in '{to.Unit}'; write both in one unit"
            : to.Number < from.Number ? "ends before it begins" : "";
        return problem.Length == 0 ? (from.Number!.Value, to.Number!.Value) : null;
    }
}
