using AccelSim.Functional.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>How device memory is divided: a twentieth is private memory of the cores (LDRAM and stacks), the rest is GDRAM. [driver: total / 20]</summary>
public static class MluMemoryMap
{
    private const int PrivateShare = 20;
    private const long Alignment = 4096;

    /// <summary>Bytes of each memory that programs may address.</summary>
    public static MluMemorySizes Sizes(MluChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var each = PrivateBytes(chip);
        return new MluMemorySizes(
            chip.Core.Nram.UsableBytes, chip.Core.Wram.UsableBytes, chip.Sram?.UsableBytes ?? 0, each,
            chip.Dram.Capacity.Bytes - (each * chip.Cores));
    }

    /// <summary>Address in device memory at which the private memory of core number <paramref name="core"/> of the chip begins.</summary>
    public static long PrivateBase(MluChip chip, int core)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var each = PrivateBytes(chip);
        return chip.Dram.Capacity.Bytes - (each * chip.Cores) + (each * Math.Min(core, chip.Cores - 1));
    }

    private static long PrivateBytes(MluChip chip) => chip.Dram.Capacity.Bytes / PrivateShare / chip.Cores / Alignment * Alignment;
}
