using System.Collections.Immutable;

namespace AccelSim.Results.Diff;

/// <summary>What changed from one result to another.</summary>
/// <param name="Before">File of the first.</param>
/// <param name="After">File of the second.</param>
/// <param name="Same">True where the documents say the same in every value.</param>
/// <param name="BeforeSeconds">Time of an inference in the first, s.</param>
/// <param name="AfterSeconds">In the second, s.</param>
/// <param name="Facts">Values beside causes, units and layers that differ, in the order of the documents.</param>
/// <param name="Causes">Causes whose time differs, the greatest change first.</param>
/// <param name="Layers">Layers that differ, the greatest change first.</param>
/// <param name="LayerCount">Layers of both.</param>
/// <param name="Others">Places of other values that differ (counters, units), at most a hundred.</param>
public sealed record RunDifference(
    string Before, string After, bool Same, double BeforeSeconds, double AfterSeconds, ImmutableArray<FactChange> Facts, ImmutableArray<TimeChange> Causes,
    ImmutableArray<LayerChange> Layers, int LayerCount, ImmutableArray<string> Others)
{
    /// <summary>How many times as fast the second is; 1 where neither takes time.</summary>
    public double Speedup => AfterSeconds > 0 ? BeforeSeconds / AfterSeconds : 1;
}
