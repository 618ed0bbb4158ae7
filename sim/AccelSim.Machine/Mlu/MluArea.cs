namespace AccelSim.Machine.Mlu;

/// <summary>Multiplies the areas of a chip file by what an MLU chip has of each part.</summary>
public static class MluArea
{
    private const long Mebibyte = 1 << 20;

    /// <summary>The estimate; null where the file says nothing about area.</summary>
    public static AreaEstimate? Of(MluChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.Area is not { } area)
        {
            return null;
        }

        var peaks = chip.Peaks;
        var cores = peaks.Cores + peaks.MemoryCores;
        return new AreaEstimate(
        [
            ("scratchpads", Memory(peaks.ScratchpadBytes)),
            ("shared SRAM", Memory(peaks.SharedSramBytes)),
            ("last-level cache", Memory(chip.Llc?.Size.Bytes ?? 0)),
            ("matrix units", new Area(area.MatrixUnit.SquareMicrometres * peaks.Cores)),
            ("cores", new Area(area.Core.SquareMicrometres * cores)),
            ("DRAM channels", new Area(area.DramChannel.SquareMicrometres * chip.Dram.Channels)),
            ("network", new Area(area.NetworkPort.SquareMicrometres * chip.Clusters)),
            ("other", area.Other),
        ]);

        Area Memory(long bytes) => new((long)Int128.Min((Int128)area.SramPerMebibyte.SquareMicrometres * bytes / Mebibyte, Area.Units.Maximum));
    }
}
