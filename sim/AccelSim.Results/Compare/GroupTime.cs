namespace AccelSim.Results.Compare;

/// <summary>Time that a group of causes takes.</summary>
/// <param name="Group">The group, such as <c>DRAM</c>.</param>
/// <param name="Femtoseconds">Its time, fs.</param>
public sealed record GroupTime(string Group, long Femtoseconds);
