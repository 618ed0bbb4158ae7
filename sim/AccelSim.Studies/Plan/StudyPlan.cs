using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Machine;

namespace AccelSim.Studies;

/// <summary>The points of a study, in the order of its file: the last axis changes fastest.</summary>
public sealed class StudyPlan
{
    private readonly StudySpec _spec;
    private readonly ImmutableArray<StudyExpression> _where;
    private readonly ImmutableArray<KeyValuePair<string, StudyTemplate>> _derived;

    private StudyPlan(StudySpec spec, string file, ImmutableArray<StudyDimension> dimensions, StudyConditions conditions)
    {
        (_spec, File, Dimensions) = (spec, file, dimensions);
        (_where, Require, _derived) = (conditions.Where, conditions.Require, conditions.Derived);
    }

    /// <summary>The study file.</summary>
    public string File { get; }

    /// <summary>Title.</summary>
    public string Name => _spec.Name ?? Path.GetFileNameWithoutExtension(File);

    /// <summary>What is varied; those with one value as well.</summary>
    public ImmutableArray<StudyDimension> Dimensions { get; }

    /// <summary>Figures that tables show.</summary>
    public ImmutableArray<string> Metrics => _spec.Metrics;

    /// <summary>Conditions over figures of a run.</summary>
    public ImmutableArray<StudyExpression> Require { get; }

    /// <summary>Combinations of all values, conditions left aside; <see cref="long.MaxValue"/> where there are more.</summary>
    public long Combinations
    {
        get
        {
            var count = (Int128)1;
            foreach (var dimension in Dimensions)
            {
                count = Int128.Min(long.MaxValue, count * dimension.Choices.Length);
            }

            return (long)count;
        }
    }

    /// <summary>Makes the plan of a study file's record.</summary>
    /// <exception cref="ConfigurationException">Axes, expressions or names are wrong; holds every problem.</exception>
    public static StudyPlan Of(StudySpec spec, string file)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = new List<ConfigProblem>();
        var dimensions = DimensionsOf(spec, Refuse);
        foreach (var twice in dimensions.GroupBy(dimension => dimension.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Refuse(twice.Last().Key, twice.Key, "is the name of another axis; give one of them a 'name'");
        }

        foreach (var path in dimensions.SelectMany(dimension => dimension.Choices[0].Settings.Select(setting => (setting.Key, Where: dimension.Key))).Concat(spec.Derived.Keys.Select(path => (Key: path, Where: "derived")))
            .GroupBy(entry => entry.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Refuse(path.Last().Where, path.Key, "is set twice in each point; keep it in one place");
        }

        var conditions = StudyConditions.Of(spec, [.. dimensions.Select(dimension => dimension.Name)], Refuse);
        return problems.Count == 0 ? new StudyPlan(spec, file, dimensions, conditions) : throw new ConfigurationException([.. problems]);

        void Refuse(string key, string value, string message) => problems.Add(new ConfigProblem(new SourceLocation(file, 0, 0), key, value, message));
    }

    /// <summary>Points that meet all conditions.</summary>
    /// <exception cref="ConfigurationException">A condition or a derived value has no value in some point.</exception>
    public IEnumerable<StudyPoint> Points()
    {
        var combinations = Combinations;
        for (var number = 0L; number < combinations; number++)
        {
            var choices = Choices(Places(number));
            if (_where.All(condition => condition.Condition(name => Value(choices, name), out var problem) ?? throw Wrong("where", problem)))
            {
                yield return new StudyPoint(number, choices, Run(choices));
            }
        }
    }

    /// <summary>The point that takes so many of each dimension's values, whatever conditions say.</summary>
    /// <exception cref="ConfigurationException">A derived value has no value there.</exception>
    public StudyPoint At(ImmutableArray<int> places)
    {
        var choices = Choices(places);
        return new StudyPoint(places.Zip(Dimensions).Aggregate(0L, (number, next) => (number * next.Second.Choices.Length) + next.First), choices, Run(choices));
    }

    /// <summary>What a point takes of a dimension, as expressions read it; null where there is no such dimension.</summary>
    public object? Value(ImmutableArray<StudyChoice> choices, string name)
    {
        for (var i = 0; i < Dimensions.Length; i++)
        {
            if (Dimensions[i].Name == name)
            {
                return choices[i].Value;
            }
        }

        return null;
    }

    private static ImmutableArray<StudyDimension> DimensionsOf(StudySpec spec, Action<string, string, string> refuse)
    {
        var dimensions = ImmutableArray.CreateBuilder<StudyDimension>();
        Files("model", "models", spec.Models);
        Files("chip", "chips", spec.Chips);
        Files("host", "hosts", spec.Hosts);
        Plain("batch", spec.Batch.Select(batch => (Number(batch), (object)(double)batch)));
        Plain("precision", spec.Precision.Select(precision => (Word(precision), (object)Word(precision))));
        Plain("mode", spec.Mode.Select(mode => (Word(mode), (object)Word(mode))));
        foreach (var (name, values) in spec.Dims)
        {
            dimensions.Add(new(name, $"dims.{name}", [.. values.Select(value => new StudyChoice(Number(value), (double)value, []))]));
        }

        for (var i = 0; i < spec.Axes.Length; i++)
        {
            var key = Number(i) is var number ? $"axes[{number}]" : "";
            if (AxisValues.Of(spec.Axes[i], key, out var problem) is { } dimension)
            {
                dimensions.Add(dimension);
            }
            else
            {
                refuse(key, spec.Axes[i].Name ?? spec.Axes[i].Path ?? "", problem);
            }
        }

        return dimensions.ToImmutable();

        // Labels are short names of files; where two are alike, paths.
        void Files(string name, string key, ImmutableArray<string> paths)
        {
            var shorts = paths.Select(path => Path.GetFileNameWithoutExtension(path)).ToList();
            dimensions.Add(new(name, key, [.. paths.Select((path, i) => shorts.Count(other => other == shorts[i]) > 1 ? path : shorts[i]).Select(label => new StudyChoice(label, label, []))]));
        }

        void Plain(string name, IEnumerable<(string Label, object Value)> values) =>
            dimensions.Add(new(name, name, [.. values.Select(value => new StudyChoice(value.Label, value.Value, []))]));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private ImmutableArray<int> Places(long number)
    {
        var places = new int[Dimensions.Length];
        for (var i = Dimensions.Length - 1; i >= 0; i--)
        {
            (number, var place) = Math.DivRem(number, Dimensions[i].Choices.Length);
            places[i] = (int)place;
        }

        return [.. places];
    }

    private ImmutableArray<StudyChoice> Choices(ImmutableArray<int> places) => [.. Dimensions.Select((dimension, i) => dimension.Choices[places[i]])];

    private RunSpec Run(ImmutableArray<StudyChoice> choices)
    {
        var set = _spec.Set.ToBuilder();
        foreach (var (path, value) in choices.SelectMany(choice => choice.Settings))
        {
            set[path] = value;
        }

        foreach (var (path, template) in _derived)
        {
            set[path] = template.Text(name => Value(choices, name), out var problem) ?? throw Wrong($"derived.{path}", problem);
        }

        return new RunSpec
        {
            Model = Chosen(_spec.Models, 0),
            Chip = Chosen(_spec.Chips, 1),
            Host = Chosen(_spec.Hosts, 2),
            Batch = Chosen(_spec.Batch, 3),
            Precision = Chosen(_spec.Precision, 4),
            Mode = Chosen(_spec.Mode, 5),
            Iterations = _spec.Iterations,
            Dims = _spec.Dims.Keys.Select((name, i) => KeyValuePair.Create(name, (long)(double)choices[6 + i].Value)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Set = set.ToImmutable(),
        };

        T Chosen<T>(ImmutableArray<T> values, int dimension) => values[Dimensions[dimension].Choices.IndexOf(choices[dimension])];
    }

    private ConfigurationException Wrong(string key, string problem) => new([new ConfigProblem(new SourceLocation(File, 0, 0), key, "", problem)]);
}
