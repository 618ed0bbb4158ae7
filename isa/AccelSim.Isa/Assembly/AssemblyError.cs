using System.Collections.Immutable;

namespace AccelSim.Isa.Assembly;

/// <summary>One problem of an assembly source: where it is, what it is and, where there is one, the remedy.</summary>
/// <param name="File">Name of the source.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong.</param>
public sealed record AssemblyError(string File, int Line, int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>An assembly source could not be assembled; every problem found is listed.</summary>
public sealed class AssemblyException : Exception
{
    /// <summary>Creates the exception from all problems of a source.</summary>
    public AssemblyException(ImmutableArray<AssemblyError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The problems in source order.</summary>
    public ImmutableArray<AssemblyError> Errors { get; }
}
