namespace AccelSim.Functional.Simt;

/// <summary>A program did something the hardware would not do right: names kernel, instruction, block, warp, lanes and problem.</summary>
public sealed class SimtExecutionException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="location">Kernel, program counter and instruction.</param>
    /// <param name="warp">Block and warp.</param>
    /// <param name="problem">What went wrong.</param>
    public SimtExecutionException(string location, string warp, string problem)
        : base($"{problem} at {location} ({warp})")
    {
        Location = location;
        Problem = problem;
    }

    /// <summary>Kernel, program counter and instruction.</summary>
    public string Location { get; }

    /// <summary>What went wrong.</summary>
    public string Problem { get; }
}
