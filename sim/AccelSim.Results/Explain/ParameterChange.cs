namespace AccelSim.Results.Explain;

/// <summary>One number changed.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="From">Its value in the chip file.</param>
/// <param name="To">The other value.</param>
/// <param name="Factor">The other value, as a multiple of the first.</param>
/// <param name="Speedup">How many times as fast the chip is with it.</param>
/// <param name="AreaGrowth">Estimated silicon, as a multiple of what it was; null where there is no estimate.</param>
public sealed record ParameterChange(string Path, string From, string To, double Factor, double Speedup, double? AreaGrowth);
