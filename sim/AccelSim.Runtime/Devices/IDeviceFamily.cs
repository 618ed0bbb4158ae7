using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>What the runtime needs of a chip family.</summary>
public interface IDeviceFamily
{
    /// <summary>Name of the family in chip files and program images.</summary>
    string Name { get; }

    /// <summary>What a chip of the family offers to programs.</summary>
    ImageOffer Offer(ChipSpec chip);

    /// <summary>A device with a program loaded.</summary>
    IDevice Create(ChipSpec chip, ProgramImage image, DeviceOptions options);

    /// <summary>Costs that the runtime charges because they depend on what it ran before.</summary>
    ChipCosts Costs(ChipSpec chip);
}
