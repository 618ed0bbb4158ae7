namespace AccelSim.Isa.Image;

/// <summary>An operator without a device kernel runs on the host; its inputs and outputs are copied by copy commands around it.</summary>
public sealed record HostOperatorCommand : ImageCommand
{
    /// <summary>Position in <see cref="ProgramImage.HostOperators"/>.</summary>
    public required int Operator { get; init; }
}
