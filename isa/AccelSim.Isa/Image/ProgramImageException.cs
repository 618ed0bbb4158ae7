namespace AccelSim.Isa.Image;

/// <summary>A program image that cannot be used, and why.</summary>
public sealed class ProgramImageException : Exception
{
    public ProgramImageException(string file, string problem, Exception? cause = null)
        : base($"{file}: {problem}", cause)
    {
        File = file;
        Problem = problem;
    }

    /// <summary>The file, or what stands for it.</summary>
    public string File { get; }

    /// <summary>What is wrong, with the remedy where there is one.</summary>
    public string Problem { get; }
}
