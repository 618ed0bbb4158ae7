namespace AccelSim.Compiler;

/// <summary>A graph cannot be compiled for a chip; names the node where there is one, and the remedy where there is one.</summary>
public sealed class CompileException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="problem">What is wrong, and what to do about it.</param>
    /// <param name="node">Name of the node, or null.</param>
    public CompileException(string problem, string? node)
        : base(node is null ? problem : $"{node}: {problem}") => Node = node;

    /// <summary>Name of the node, or null.</summary>
    public string? Node { get; }
}
