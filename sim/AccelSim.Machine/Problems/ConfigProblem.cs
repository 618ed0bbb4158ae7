namespace AccelSim.Machine;

/// <summary>One thing wrong with a configuration.</summary>
/// <param name="Location">Where it was written.</param>
/// <param name="Key">Dotted path of the value, for example <c>core.scratchpads.nram.size</c>; empty for the file as a whole.</param>
/// <param name="Value">The offending text, empty where something is missing.</param>
/// <param name="Message">What is wrong and, where one is known, the remedy.</param>
public sealed record ConfigProblem(SourceLocation Location, string Key, string Value, string Message)
{
    /// <summary>One line: place, key, value, message.</summary>
    public override string ToString()
    {
        var value = Value.Length == 0 ? "" : $"'{(Value.Length > 60 ? Value[..60] + "..." : Value)}' ";
        return $"{Location}: {(Key.Length == 0 ? "" : Key + ": ")}{value}{Message}";
    }
}
