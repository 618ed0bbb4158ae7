namespace AccelSim.Functional.Mlu;

/// <summary>A program did something the hardware would not do right: names kernel, instruction, task and problem.</summary>
public sealed class MluExecutionException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="location">Kernel, program counter and instruction.</param>
    /// <param name="task">Task and core.</param>
    /// <param name="problem">What went wrong.</param>
    public MluExecutionException(string location, string task, string problem)
        : base($"{problem} at {location} ({task})")
    {
        Location = location;
        Problem = problem;
    }

    /// <summary>Kernel, program counter and instruction.</summary>
    public string Location { get; }

    /// <summary>What went wrong.</summary>
    public string Problem { get; }
}
