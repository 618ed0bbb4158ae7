using AccelSim.Machine;

namespace AccelSim.Compiler;

/// <summary>What a program image says of the chip it was compiled for, and how much device memory it may use.</summary>
/// <param name="Family">Chip family.</param>
/// <param name="Chip">Name of the chip.</param>
/// <param name="Isa">Architecture level.</param>
/// <param name="DeviceBytes">Bytes of device memory.</param>
public sealed record ProgramTarget(string Family, string Chip, string Isa, long DeviceBytes)
{
    /// <summary>That of a chip.</summary>
    public static ProgramTarget Of(ChipSpec chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return new(chip.Family, chip.Name, chip.Isa, chip.Dram.Capacity.Bytes);
    }
}
