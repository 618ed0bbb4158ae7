namespace AccelSim.Machine;

/// <summary>Where a configured value was written: a place in a file, or a command-line override.</summary>
/// <param name="File">File path as given, or the text of the override.</param>
/// <param name="Line">1-based; 0 where lines mean nothing (an override).</param>
/// <param name="Column">1-based; 0 likewise.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, the form editors jump to.</summary>
    public override string ToString() => Line == 0 ? File : FormattableString.Invariant($"{File}:{Line}:{Column}");
}
