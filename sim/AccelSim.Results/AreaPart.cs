namespace AccelSim.Results;

/// <summary>Estimated silicon of one part of a chip, all of that part together.</summary>
/// <param name="Name">Which part.</param>
/// <param name="SquareMicrometres">Its area.</param>
public sealed record AreaPart(string Name, long SquareMicrometres);
