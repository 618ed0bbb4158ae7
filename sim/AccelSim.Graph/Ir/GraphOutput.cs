namespace AccelSim.Graph;

/// <summary>A result of the whole graph.</summary>
/// <param name="Name">The name under which the caller receives it; passes never change it.</param>
/// <param name="Value">The value it is; may also be a graph input or a constant.</param>
public sealed record GraphOutput(string Name, ValueId Value);
