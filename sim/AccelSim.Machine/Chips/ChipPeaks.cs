using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>What a chip could do at most, derived from its description; the denominators of every "fraction of peak".</summary>
/// <param name="Cores">Compute cores.</param>
/// <param name="MemoryCores">Cores that only move data.</param>
/// <param name="MatrixOperationsPerSecond">Per operand pair, a multiply-add counted as two; pairs the chip lacks are absent.</param>
/// <param name="VectorFp32OperationsPerSecond">fp32 additions per second of all vector units (a fused multiply-add would count double).</param>
/// <param name="DramBandwidth">Sum over channels of width times transfer rate.</param>
/// <param name="ClusterReadBandwidth">One cluster's port to the on-chip network, reading.</param>
/// <param name="ClusterWriteBandwidth">One cluster's port to the on-chip network, writing.</param>
/// <param name="ScratchpadBytes">Software-managed memory of all cores.</param>
/// <param name="SharedSramBytes">Shared memory of all clusters.</param>
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
