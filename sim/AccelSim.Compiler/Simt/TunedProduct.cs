using System.Collections.Immutable;

namespace AccelSim.Compiler.Simt;

/// <summary>What was tried for a product.</summary>
/// <param name="Layer">The first layer that needs it.</param>
/// <param name="Problem">Its sizes in words.</param>
/// <param name="Trials">Schedules, the one that is thought fastest first.</param>
/// <param name="Chosen">Position of the one that was kept.</param>
public sealed record TunedProduct(string Layer, string Problem, ImmutableArray<ProductTrial> Trials, int Chosen);
