using System.Collections.Immutable;

namespace AccelSim.Machine.Mlu;

/// <summary>Derives the peaks of an MLU chip from its description.</summary>
public static class MluPeaks
{
    private const int Fp32Bytes = 4;

    /// <summary>Peaks at the configured clock.</summary>
    public static ChipPeaks Of(MluChip chip)
    {
        var hertz = chip.Clock.Hertz;
        var port = chip.Network.ClusterPort;
        return new ChipPeaks(
            Cores: chip.Cores,
            MemoryCores: chip.MemoryCore is null ? 0 : chip.Clusters,
            MatrixOperationsPerSecond: chip.Core.Matrix.Formats.ToImmutableSortedDictionary(
                format => format,
                format => 2 * chip.Core.Matrix.PeakMacsPerCycle(format) * chip.Cores * hertz),
            VectorFp32OperationsPerSecond: chip.Core.Vector.BytesPerCycle.Bytes / Fp32Bytes * chip.Cores * hertz,
            DramBandwidth: chip.Dram.PeakBandwidth,
            ClusterReadBandwidth: new Bandwidth(port.Read.Bytes * hertz),
            ClusterWriteBandwidth: new Bandwidth(port.Write.Bytes * hertz),
            ScratchpadBytes: chip.Core.Scratchpads.Values.Sum(s => s.Size.Bytes) * chip.Cores,
            SharedSramBytes: (chip.Sram?.Size.Bytes ?? 0) * chip.Clusters,
            DramBytes: chip.Dram.Capacity.Bytes);
    }
}
