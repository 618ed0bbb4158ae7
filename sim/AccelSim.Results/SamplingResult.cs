namespace AccelSim.Results;

/// <summary>What of a sampled run was simulated, and how far its time may be off; sums over launches.</summary>
public sealed record SamplingResult
{
    /// <summary>Launches of kernels.</summary>
    public required int Launches { get; init; }

    /// <summary>Of those, launches of which a part was estimated; the others were too short, or their waves not steady.</summary>
    public required int Sampled { get; init; }

    /// <summary>Blocks of all launches.</summary>
    public required long Blocks { get; init; }

    /// <summary>Of those, blocks that were simulated.</summary>
    public required long SimulatedBlocks { get; init; }

    /// <summary>Time that was estimated, fs.</summary>
    public required long EstimatedFemtoseconds { get; init; }

    /// <summary>What the estimate may be off by to either side, fs: the sum of the bounds of its launches.</summary>
    public required long BoundFemtoseconds { get; init; }

    /// <summary>Sum of two.</summary>
    public SamplingResult Plus(SamplingResult other) => new()
    {
        Launches = Launches + other.Launches,
        Sampled = Sampled + other.Sampled,
        Blocks = Blocks + other.Blocks,
        SimulatedBlocks = SimulatedBlocks + other.SimulatedBlocks,
        EstimatedFemtoseconds = EstimatedFemtoseconds + other.EstimatedFemtoseconds,
        BoundFemtoseconds = BoundFemtoseconds + other.BoundFemtoseconds,
    };

    /// <summary>Sum of those that are there; null where none is.</summary>
    public static SamplingResult? Sum(IEnumerable<SamplingResult?> parts) =>
        parts.Aggregate((SamplingResult?)null, (sum, part) => sum is null ? part : part is null ? sum : sum.Plus(part));
}
