using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Machine;
using NCalc;
using NCalc.Exceptions;

namespace AccelSim.Studies;

/// <summary>
/// An expression over names of a study: numbers, text in single quotes, <c>+ - * / ** %</c>, comparisons, <c>and or not</c>, <c>if(a, b, c)</c>, <c>Min Max
/// Sqrt Log Pow Round</c> and the other functions of NCalc. Names with dots stand in brackets, <c>[dram.channels]</c>. Arithmetic is that of 64-bit floats.
/// </summary>
public sealed class StudyExpression
{
    private const int Longest = 1000;

    // The library's parser tries again at every bracket it cannot close: its time doubles with each.
    private const int Deepest = 12;

    private readonly LogicalExpression _tree;

    private StudyExpression(string text, LogicalExpression tree, ImmutableArray<string> names) => (Text, _tree, Names) = (text, tree, names);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Names that it reads, each once, in the order in which they stand.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Reads an expression whose names are all among <paramref name="known"/>; null with a message where it is none.</summary>
    public static StudyExpression? TryParse(string text, IReadOnlyCollection<string> known, out string problem)
    {
        if (text.Length > Longest)
        {
            problem = $"has {text.Length} characters; an expression has at most {Longest}";
            return null;
        }

        if (Depth(text) is not (>= 0 and <= Deepest))
        {
            problem = Depth(text) < 0 ? "is not an expression: a bracket or a quote is not closed, or closed twice" : $"has brackets in brackets, more than {Deepest} deep";
            return null;
        }

        try
        {
            var expression = new Expression(text, CultureInfo.InvariantCulture);
            if (expression.HasErrors())
            {
                problem = $"is not an expression: {Reason(expression.Error)}";
                return null;
            }

            var names = expression.GetParameterNames().Distinct(StringComparer.Ordinal).ToImmutableArray();
            if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            {
                var nearest = Nearest.To(unknown, known);
                problem = $"reads '{unknown}', which is unknown{(nearest is null ? $"; there are {string.Join(", ", known)}" : $", did you mean '{nearest}'?")}";
                return null;
            }

            if (expression.GetFunctionNames().FirstOrDefault(name => !Functions.Contains(name)) is { } function)
            {
                problem = $"calls '{function}', which is unknown; there are {string.Join(", ", Functions.Order(StringComparer.OrdinalIgnoreCase))}";
                return null;
            }

            problem = "";
            return new StudyExpression(text, expression.GetLogicalExpression()!, names);
        }
        catch (NCalcException e)
        {
            problem = $"is not an expression: {Reason(e)}";
            return null;
        }
    }

    /// <summary>Its value as a number; null with a message where it has none.</summary>
    public double? Number(Func<string, object?> values, out string problem) => Value(values, out problem) switch
    {
        null => null,
        bool => Refuse($"'{Text}' is a condition, and a number is needed", out problem),
        string text => Refuse($"'{Text}' is the text '{text}', and a number is needed", out problem),
        var number when Convert.ToDouble(number, CultureInfo.InvariantCulture) is var value && double.IsFinite(value) => value,
        _ => Refuse($"'{Text}' is no finite number here", out problem),
    };

    /// <summary>Its value as a condition; null with a message where it is none.</summary>
    public bool? Condition(Func<string, object?> values, out string problem)
    {
        switch (Value(values, out problem))
        {
            case null: return null;
            case bool condition: return condition;
            case var other:
                problem = $"'{Text}' is {string.Create(CultureInfo.InvariantCulture, $"{other}")}, and a condition is needed; compare it with something";
                return null;
        }
    }

    private static readonly ImmutableHashSet<string> Functions = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "Abs", "Acos", "Asin", "Atan", "Atan2", "Ceiling", "Cos", "Exp", "Floor", "if", "ifs", "in", "Ln", "Log", "Log10", "Max", "Min", "Pow", "Round",
        "Sign", "Sin", "Sqrt", "Tan", "Truncate");

    /// <summary>Brackets in brackets; -1 where they do not match.</summary>
    private static int Depth(string text)
    {
        var (open, deepest, quoted) = (new Stack<char>(), 0, false);
        foreach (var c in text)
        {
            if (c == '\'' || quoted)
            {
                quoted ^= c == '\'';
            }
            else if (c is '(' or '[')
            {
                open.Push(c == '(' ? ')' : ']');
                deepest = Math.Max(deepest, open.Count);
            }
            else if (c is ')' or ']' && (!open.TryPop(out var expected) || expected != c))
            {
                return -1;
            }
        }

        return open.Count == 0 && !quoted ? deepest : -1;
    }

    private object? Value(Func<string, object?> values, out string problem)
    {
        // The library's expression holds values while it works; points are evaluated side by side.
        var own = new Expression(_tree, cultureInfo: CultureInfo.InvariantCulture);
        foreach (var name in Names)
        {
            if (values(name) is not { } value)
            {
                problem = $"'{Text}' reads '{name}', which has no value here";
                return null;
            }

            own.Parameters[name] = value;
        }

        try
        {
            problem = "";
            return own.Evaluate() ?? Missing(out problem);
        }
        catch (Exception e) when (e is NCalcException or InvalidOperationException or FormatException or InvalidCastException or ArgumentException or OverflowException or DivideByZeroException)
        {
            problem = $"'{Text}' cannot be evaluated: {Reason(e)}";
            return null;
        }
    }

    private object? Missing(out string problem)
    {
        problem = $"'{Text}' has no value";
        return null;
    }

    private static double? Refuse(string message, out string problem)
    {
        problem = message;
        return null;
    }

    private static string Reason(Exception? e)
    {
        var reason = (e?.InnerException ?? e)?.Message.Split('\n')[0].Trim().TrimEnd('.') ?? "it cannot be read";
        return reason.Length > 0 ? char.ToLowerInvariant(reason[0]) + reason[1..] : "it cannot be read";
    }
}
