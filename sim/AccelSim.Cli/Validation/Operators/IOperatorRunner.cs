using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>Repeats a measured operator on a chip.</summary>
internal interface IOperatorRunner
{
    /// <summary>Simulates the operator, or says why not.</summary>
    OperatorTime Run(OperatorRow row, SimtChip chip, CancellationToken cancellation);
}
