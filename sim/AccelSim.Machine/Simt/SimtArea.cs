namespace AccelSim.Machine.Simt;

/// <summary>Multiplies the areas of a chip file by what a SIMT chip has of each part.</summary>
public static class SimtArea
{
    private const long Mebibyte = 1 << 20;
    private const int RegisterBytes = 4;

    /// <summary>The estimate; null where the file says nothing about area. A core is an SM without its registers and its L1 and shared memory.</summary>
    public static AreaEstimate? Of(SimtChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.Area is not { } area)
        {
            return null;
        }

        var sm = chip.Sm;
        return new AreaEstimate(
        [
            ("registers", Memory((long)sm.RegisterFile.RegistersPerSubCore * RegisterBytes * sm.SubCores * chip.Sms)),
            ("L1 and shared", Memory((Int128)sm.SharedMemory.Unified.Bytes * chip.Sms)),
            ("L2", Memory(chip.L2.Capacity.Bytes)),
            ("matrix units", new Area(sm.Tensor is null ? 0 : area.MatrixUnit.SquareMicrometres * chip.Sms)),
            ("cores", new Area(area.Core.SquareMicrometres * chip.Sms)),
            ("DRAM channels", new Area(area.DramChannel.SquareMicrometres * chip.Dram.Channels)),
            ("network", new Area(area.NetworkPort.SquareMicrometres * chip.Sms)),
            ("other", area.Other),
        ]);

        Area Memory(Int128 bytes) => new((long)Int128.Min(area.SramPerMebibyte.SquareMicrometres * bytes / Mebibyte, Area.Units.Maximum));
    }
}
