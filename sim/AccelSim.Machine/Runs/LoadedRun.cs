namespace AccelSim.Machine;

/// <summary>A run with its paths resolved and its chip and host loaded.</summary>
/// <param name="Run">What the file says; paths inside are as written.</param>
/// <param name="ModelPath">Where the model was found.</param>
/// <param name="Chip">The chip with the run's overrides applied.</param>
/// <param name="Host">The host with the run's overrides applied.</param>
public sealed record LoadedRun(RunSpec Run, string ModelPath, ChipSpec Chip, HostSpec Host);
