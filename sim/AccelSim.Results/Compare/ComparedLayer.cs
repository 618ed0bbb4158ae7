using System.Collections.Immutable;

namespace AccelSim.Results.Compare;

/// <summary>A layer, or neighbours that some chip computes together, on every chip.</summary>
/// <param name="Name">Name of its first operator.</param>
/// <param name="Femtoseconds">Time on each chip, fs.</param>
/// <param name="Fastest">Place of the chip that takes least; the first of equals.</param>
/// <param name="Why">Group of causes in which that chip saves most against the slowest.</param>
/// <param name="Saved">What it saves there, fs; 0 where all take the same.</param>
public sealed record ComparedLayer(string Name, ImmutableArray<long> Femtoseconds, int Fastest, string Why, long Saved)
{
    /// <summary>How much the slowest chip takes more than the fastest, fs.</summary>
    public long Difference => Femtoseconds.Max() - Femtoseconds.Min();
}
