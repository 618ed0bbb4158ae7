using System.Collections.Immutable;

namespace AccelSim.Results.Diff;

/// <summary>A layer of a result that was read back.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seconds">Its time, s.</param>
/// <param name="Schedule">How it was divided.</param>
/// <param name="Causes">Parts of its time by cause.</param>
public sealed record LayerDocument(string Name, double Seconds, string Schedule, ImmutableArray<KeyValuePair<string, double>> Causes);
