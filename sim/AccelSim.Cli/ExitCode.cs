namespace AccelSim.Cli;

/// <summary>Exit codes, documented in docs/cli.md and in --help. Numbers are part of the contract.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>--check found other values, a gated row of validate is outside its gate, a point of a study failed, or diff found a difference.</summary>
    public const int CheckFailed = 1;

    /// <summary>The input is wrong: command line, configuration, model, program image, assembly, or a program that does something illegal or waits for what nobody will do.</summary>
    public const int BadInput = 2;

    /// <summary>--check found accesses that nothing orders.</summary>
    public const int Race = 3;

    /// <summary>--max-cycles ended the run: the report is of the part until then.</summary>
    public const int Stopped = 4;

    /// <summary>A defect of the simulator itself.</summary>
    public const int Internal = 70;

    /// <summary>Interrupted.</summary>
    public const int Cancelled = 130;
}
