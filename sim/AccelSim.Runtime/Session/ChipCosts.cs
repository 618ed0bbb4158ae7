namespace AccelSim.Runtime;

/// <summary>Costs of the device that the runtime charges, because they depend on what it ran before.</summary>
/// <param name="ColdLaunch">Extra of the first launch of a kernel, fs.</param>
public readonly record struct ChipCosts(long ColdLaunch);
