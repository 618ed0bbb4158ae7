using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>What a chip could do at most, derived from its description; the denominators of every "fraction of peak".</summary>
/// <param name="Cores">Compute cores, or SMs.</param>
/// <param name="MemoryCores">Cores that only move data.</param>
/// <param name="MatrixOperationsPerSecond">Per operand pair, a multiply-add counted as two; pairs the chip lacks are absent.</param>
/// <param name="VectorFp32OperationsPerSecond">fp32 additions per second of all vector units (a fused multiply-add would count double).</param>
/// <param name="DramBandwidth">Sum over channels of width times transfer rate.</param>
/// <param name="ClusterReadBandwidth">Port of one cluster, or one SM, to the on-chip network, reading.</param>
/// <param name="ClusterWriteBandwidth">Port of one cluster, or one SM, to the on-chip network, writing.</param>
/// <param name="ScratchpadBytes">Software-managed memory of all cores, or shared memory of all SMs.</param>
/// <param name="SharedSramBytes">Shared memory of all clusters, or the L2 of a chip with SMs.</param>
/// <param name="DramBytes">Device memory.</param>
public sealed record ChipPeaks(
    int Cores,
    int MemoryCores,
    ImmutableSortedDictionary<MacFormat, long> MatrixOperationsPerSecond,
    long VectorFp32OperationsPerSecond,
    Bandwidth DramBandwidth,
    Bandwidth ClusterReadBandwidth,
    Bandwidth ClusterWriteBandwidth,
    long ScratchpadBytes,
    long SharedSramBytes,
    long DramBytes);
