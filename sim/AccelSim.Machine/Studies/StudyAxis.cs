using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>A parameter of the chip that a study varies, or several that change together. Values are written as in a chip file.</summary>
public sealed record StudyAxis : ICheckedRecord
{
    /// <summary>Name in tables and expressions; the path where it is absent.</summary>
    public string? Name { get; init; }

    /// <summary>Parameter of the chip file, such as <c>dram.channels</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Its values.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Its values as a first, a last and a step.</summary>
    public StudyRange? Range { get; init; }

    /// <summary>Its values as a first, a last and a factor.</summary>
    public StudyRange? Log { get; init; }

    /// <summary>Parameters that change together, each with as many values: the first of all, the second of all, and so on. Takes the place of path and values.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Linked { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        var given = (Values.IsEmpty ? 0 : 1) + (Range is null ? 0 : 1) + (Log is null ? 0 : 1) + (Linked.IsEmpty ? 0 : 1);
        if (given != 1)
        {
            report("", given == 0 ? "has no values; give values, range, log or linked" : "has its values in more than one way; keep one of values, range, log and linked");
        }
        else if (Linked.IsEmpty ? Path is null : Path is not null || Name is null)
        {
            report("path", Linked.IsEmpty ? "is missing: which parameter of the chip file is varied?" : "belongs to one parameter; linked ones have their paths in 'linked' and need a 'name'");
        }

        if (Linked.Values.Select(values => values.Length).Distinct().Count() > 1 || Linked.Values.Any(values => values.IsEmpty))
        {
            report("linked", "needs as many values for each path, one at least");
        }

        if (Range is { } range && (range.Step is null || range.Factor is not null))
        {
            report("range", "needs from, to and step");
        }

        if (Log is { } log && (log.Factor is null || log.Step is not null))
        {
            report("log", "needs from, to and factor");
        }
    }
}
