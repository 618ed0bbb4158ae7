using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>Compiles an operator for the chip and runs its kernels on the timing model, without values.</summary>
internal sealed class KernelRunner : IOperatorRunner
{
    /// <inheritdoc/>
    public OperatorTime Run(OperatorRow row, SimtChip chip, CancellationToken cancellation) =>
        OperatorTime.Not($"{row.Operator} cannot be compiled yet");
}
