using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Runtime.Mlu;
using AccelSim.Runtime.Simt;

namespace AccelSim.Runtime;

/// <summary>The families that can be run: the one place where a family's name meets its code.</summary>
public static class DeviceFamilies
{
    private static readonly IDeviceFamily[] All = [new MluDeviceFamily(), new SimtDeviceFamily()];

    /// <summary>The family of a chip.</summary>
    /// <exception cref="RuntimeException">There is none of that name.</exception>
    public static IDeviceFamily Of(ChipSpec chip) => Of(chip.Family);

    /// <summary>The family that a program was made for.</summary>
    /// <exception cref="RuntimeException">There is none of that name.</exception>
    public static IDeviceFamily Of(ProgramImage image) => Of(image.Target.Family);

    private static IDeviceFamily Of(string family) => Array.Find(All, f => f.Name == family)
        ?? throw new RuntimeException($"the chip family '{family}' is not known here; known: {string.Join(", ", All.Select(f => f.Name))}");
}
