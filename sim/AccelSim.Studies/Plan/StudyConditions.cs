using System.Collections.Immutable;
using AccelSim.Machine;

namespace AccelSim.Studies;

/// <summary>The expressions of a study file, read.</summary>
/// <param name="Where">Conditions over axes.</param>
/// <param name="Require">Conditions over axes and figures.</param>
/// <param name="Derived">Values of the chip file over axes.</param>
internal sealed record StudyConditions(
    ImmutableArray<StudyExpression> Where, ImmutableArray<StudyExpression> Require, ImmutableArray<KeyValuePair<string, StudyTemplate>> Derived)
{
    /// <summary>Reads them; what is wrong is told.</summary>
    public static StudyConditions Of(StudySpec spec, ImmutableArray<string> names, Action<string, string, string> refuse)
    {
        var derived = ImmutableArray.CreateBuilder<KeyValuePair<string, StudyTemplate>>();
        foreach (var (path, text) in spec.Derived)
        {
            if (StudyTemplate.TryParse(text, names, out var problem) is { } template)
            {
                derived.Add(KeyValuePair.Create(path, template));
            }
            else
            {
                refuse($"derived.{path}", text, problem);
            }
        }

        foreach (var metric in spec.Metrics.Where(metric => !StudyMetrics.IsKnown(metric)))
        {
            var nearest = Nearest.To(metric, StudyMetrics.Names);
            refuse("metrics", metric, nearest is null ? $"is unknown; there are {string.Join(", ", StudyMetrics.Names)}, and cause.NAME" : $"is unknown, did you mean '{nearest}'?");
        }

        return new(Read("where", spec.Where, names), Read("require", spec.Require, [.. names, .. StudyMetrics.Names]), derived.ToImmutable());

        ImmutableArray<StudyExpression> Read(string key, ImmutableArray<string> texts, ImmutableArray<string> known)
        {
            var read = ImmutableArray.CreateBuilder<StudyExpression>();
            foreach (var text in texts)
            {
                if (StudyExpression.TryParse(text, known, out var problem) is { } expression)
                {
                    read.Add(expression);
                }
                else
                {
                    refuse(key, text, problem);
                }
            }

            return read.ToImmutable();
        }
    }
}
