using AccelSim.Machine;
using AccelSim.Runtime.Mlu;

namespace AccelSim.Runtime;

/// <summary>The families that can be run: the one place where a family's name meets its code.</summary>
public static class DeviceFamilies
{
    private static readonly IDeviceFamily[] All = [new MluDeviceFamily()];

    /// <summary>The family of a chip.</summary>
    /// <exception cref="RuntimeException">There is none of that name.</exception>
    public static IDeviceFamily Of(ChipSpec chip) => Array.Find(All, f => f.Name == chip.Family)
        ?? throw new RuntimeException($"chips of the family '{chip.Family}' cannot be run; known: {string.Join(", ", All.Select(f => f.Name))}");
}
