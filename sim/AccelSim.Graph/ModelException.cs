namespace AccelSim.Graph;

/// <summary>What is wrong with a model a person gave us: where, what, and what to do about it. The only exception this library lets a bad model cause.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Makes the exception; file and node may be added later by whoever knows them.</summary>
    /// <param name="problem">What is wrong, with the offending value.</param>
    /// <param name="remedy">What the person can do, or null.</param>
    /// <param name="file">The model file, or null.</param>
    /// <param name="node">Name of the node or value, or null.</param>
    /// <param name="inner">What revealed it, or null.</param>
    public ModelException(string problem, string? remedy = null, string? file = null, string? node = null, Exception? inner = null)
        : base(Compose(problem, remedy, file, node), inner)
    {
        Problem = problem;
        Remedy = remedy;
        File = file;
        Node = node;
    }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What the person can do about it.</summary>
    public string? Remedy { get; }

    /// <summary>The model file.</summary>
    public string? File { get; }

    /// <summary>The node or value at fault.</summary>
    public string? Node { get; }

    /// <summary>The same problem with file and node filled in where they were not known.</summary>
    public ModelException At(string? file, string? node) => new(Problem, Remedy, File ?? file, Node ?? node, InnerException);

    private static string Compose(string problem, string? remedy, string? file, string? node) =>
        (file is null ? "" : file + ": ") + (node is null ? "" : $"node '{node}': ") + problem + (remedy is null ? "" : $" ({remedy})");
}
