namespace AccelSim.Results.Diff;

/// <summary>A value of the document that differs.</summary>
/// <param name="Name">Its key; for values inside lists with their place.</param>
/// <param name="Before">In the first document, as JSON; empty where it is absent.</param>
/// <param name="After">In the second.</param>
public sealed record FactChange(string Name, string Before, string After);
