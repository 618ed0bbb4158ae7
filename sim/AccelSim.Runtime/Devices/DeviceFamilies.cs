using AccelSim.Isa.Assembly;
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

    /// <summary>Assembles a source into a program for a chip.</summary>
    /// <exception cref="AssemblyException">The text is not assembly of any family; says every reason with its line.</exception>
    /// <exception cref="RuntimeException">It is assembly of another family than the chip's.</exception>
    public static ProgramImage Assemble(string source, string file, ChipSpec chip)
    {
        var family = Of(chip);
        try
        {
            return family.Assemble(source, file, chip);
        }
        catch (AssemblyException) when (Array.Find(All, other => other != family && other.Understands(source)) is { } other)
        {
            throw new RuntimeException($"this is assembly of the family '{other.Name}', and {chip.Name} is of the family '{chip.Family}'; give --chip with a chip of '{other.Name}' ('accelsim chips' lists them)");
        }
    }

    private static IDeviceFamily Of(string family) => Array.Find(All, f => f.Name == family)
        ?? throw new RuntimeException($"the chip family '{family}' is not known here; known: {string.Join(", ", All.Select(f => f.Name))}");
}
