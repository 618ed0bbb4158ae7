namespace AccelSim.Results.Explain;

/// <summary>Where changing one number stops to pay: from here on, all that the greatest change tried gains is gained but for a thirtieth.</summary>
/// <param name="Value">The value.</param>
/// <param name="Factor">The value, as a multiple of the present one.</param>
/// <param name="Speedup">How many times as fast the chip is with it.</param>
/// <param name="Then">What takes most of the time then.</param>
/// <param name="Open">True where the time still fell at the greatest change that was tried: no limit was found.</param>
public sealed record ParameterLimit(string Value, double Factor, double Speedup, CauseGroup Then, bool Open);
