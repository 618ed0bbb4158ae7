namespace AccelSim.Results;

/// <summary>An operator that ran on the host because the compiler has no lowering for it.</summary>
/// <param name="Name">Node name.</param>
/// <param name="Operator">Operator.</param>
/// <param name="Femtoseconds">Host time, fs.</param>
/// <param name="TransferBytes">Bytes copied between device and host for it.</param>
public sealed record HostOperatorResult(string Name, string Operator, long Femtoseconds, long TransferBytes);
