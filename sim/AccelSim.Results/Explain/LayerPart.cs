namespace AccelSim.Results.Explain;

/// <summary>A layer's part of a change of time.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Share">Its part of the whole change; parts of opposite sign are negative.</param>
public sealed record LayerPart(string Name, double Share);
