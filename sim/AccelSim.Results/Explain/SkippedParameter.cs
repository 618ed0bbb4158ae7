namespace AccelSim.Results.Explain;

/// <summary>A number that could not be changed.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Value">Its value.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedParameter(string Path, string Value, string Reason);
