namespace AccelSim.Traces;

/// <summary>A trace cannot be read: where the problem is, what it is and what to do about it.</summary>
public sealed class TraceException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">File.</param>
    /// <param name="line">Line of the uncompressed text, from 1; 0 where the file as a whole is meant.</param>
    /// <param name="problem">What is wrong, with the value and the remedy.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public TraceException(string file, long line, string problem, Exception? inner = null)
        : base(line > 0 ? FormattableString.Invariant($"{file}:{line}: {problem}") : $"{file}: {problem}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Line of the uncompressed text, from 1; 0 where the file as a whole is meant.</summary>
    public long Line { get; }
}
