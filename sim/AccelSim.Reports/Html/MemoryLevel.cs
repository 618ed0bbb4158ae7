using System.Collections.Immutable;

namespace AccelSim.Reports;

/// <summary>A memory between the arithmetic and device memory, as the roofline shows it.</summary>
/// <param name="Name">For people: <c>cluster SRAM</c>.</param>
/// <param name="Parts">Parts of the energy breakdown that count its bytes.</param>
/// <param name="BytesPerSecond">What all of it moves at most.</param>
public sealed record MemoryLevel(string Name, ImmutableArray<string> Parts, long BytesPerSecond)
{
    /// <summary>Bytes that a layer read from it and wrote to it; 0 where they were not counted.</summary>
    internal long Traffic(Results.LayerResult layer) => layer.Energy?.Parts.Where(part => Parts.Contains(part.Name)).Sum(part => part.Count) ?? 0;
}
