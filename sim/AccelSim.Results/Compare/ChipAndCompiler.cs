namespace AccelSim.Results.Compare;

/// <summary>Why a chip is faster or slower than the first of the comparison: by itself, or because the compiler chose otherwise for it.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Against">The first chip of the comparison.</param>
/// <param name="Speedup">How many times as fast it is in all: <paramref name="ByChip"/> times <paramref name="ByCompiler"/>.</param>
/// <param name="ByChip">How many times as fast with the program of the first chip; null where that does not run on it.</param>
/// <param name="ByCompiler">How many times as fast its own program is on it as that of the first chip; null likewise.</param>
/// <param name="SameProgram">True where the compiler made the same program for both.</param>
/// <param name="Problem">Why the program of the first chip does not run; null where it does.</param>
public sealed record ChipAndCompiler(string Chip, string Against, double Speedup, double? ByChip, double? ByCompiler, bool SameProgram, string? Problem);
