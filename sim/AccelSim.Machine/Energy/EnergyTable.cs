using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>Everything a chip can spend energy on, with memories that were derived from their size worked out.</summary>
/// <param name="Entries">In the order of reports; no name twice.</param>
/// <param name="Warnings">What was assumed in working it out.</param>
public sealed record EnergyTable(ImmutableArray<EnergyEntry> Entries, ImmutableArray<string> Warnings);
