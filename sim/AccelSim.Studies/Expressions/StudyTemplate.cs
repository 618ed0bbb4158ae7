using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AccelSim.Studies;

/// <summary>A value of a chip file that follows from others: text in which each <c>{...}</c> is an expression.</summary>
public sealed class StudyTemplate
{
    private readonly ImmutableArray<(string Literal, StudyExpression? Expression)> _parts;

    private StudyTemplate(ImmutableArray<(string, StudyExpression?)> parts) => _parts = parts;

    /// <summary>Names that its expressions read.</summary>
    public IEnumerable<string> Names => _parts.Where(part => part.Expression is not null).SelectMany(part => part.Expression!.Names).Distinct(StringComparer.Ordinal);

    /// <summary>Reads a template; null with a message where it is none.</summary>
    public static StudyTemplate? TryParse(string text, IReadOnlyCollection<string> known, out string problem)
    {
        var parts = ImmutableArray.CreateBuilder<(string, StudyExpression?)>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (open >= 0 && close < 0)
            {
                problem = "has a '{' without its '}'";
                return null;
            }

            parts.Add((text[at..(open < 0 ? text.Length : open)], null));
            if (open < 0)
            {
                break;
            }

            if (StudyExpression.TryParse(text[(open + 1)..close], known, out problem) is not { } expression)
            {
                return null;
            }

            parts.Add(("", expression));
            at = close + 1;
        }

        problem = parts.Any(part => part.Item2 is not null) ? "" : "holds no {expression}; a value that does not change belongs under 'set'";
        return problem.Length == 0 ? new StudyTemplate(parts.ToImmutable()) : null;
    }

    /// <summary>The text with numbers in place of expressions; null with a message where one has no value.</summary>
    public string? Text(Func<string, object?> values, out string problem)
    {
        var text = new StringBuilder();
        problem = "";
        foreach (var (literal, expression) in _parts)
        {
            text.Append(literal);
            if (expression?.Number(values, out problem) is { } number)
            {
                text.Append(number.ToString("0.############", CultureInfo.InvariantCulture));
            }
            else if (expression is not null)
            {
                return null;
            }
        }

        return text.ToString();
    }
}
