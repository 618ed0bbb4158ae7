namespace AccelSim.Compiler;

/// <summary>
/// Everything that a compilation reads of a chip, compared by value: chips with equal views get the same program from the same graph and options, so that
/// a program need not be compiled again where only what the compiler does not read was changed.
/// </summary>
public abstract record CompilerView
{
    /// <summary>What a program image says of its chip.</summary>
    public abstract ProgramTarget Program { get; }
}
