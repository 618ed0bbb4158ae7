using System.Collections.Immutable;

namespace AccelSim.Studies;

/// <summary>What became of a point.</summary>
/// <param name="Key">Hash of everything that decides the result: model, chip, host, options, program.</param>
/// <param name="At">What it took of each dimension, name and label, in the order of the study.</param>
/// <param name="Metrics">Figures; empty where the run failed.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record StudyRow(string Key, ImmutableArray<KeyValuePair<string, string>> At, ImmutableArray<KeyValuePair<string, double>> Metrics, string? Error)
{
    /// <summary>A figure; null where there is none of that name.</summary>
    public double? Metric(string name) => Metrics.FirstOrDefault(entry => entry.Key == name) is { Key: not null } found ? found.Value : null;

    /// <summary>What it took of a dimension; null where there is none of that name.</summary>
    public string? Label(string name) => At.FirstOrDefault(entry => entry.Key == name).Value;

    /// <summary>A name as expressions read it: a figure, a number of a dimension, or its text.</summary>
    public object? Value(string name) => Metric(name) is { } figure ? figure : Label(name) is { } label ? AxisValues.Readable(label) : null;
}
