using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>Programs that are not models: images (<c>.axp</c>) and assembly.</summary>
public static class ProgramFile
{
    /// <summary>True for the name of one.</summary>
    public static bool IsProgram(string path) => Path.GetExtension(path) is ".axp" or ".asm";

    /// <summary>Reads an image, or assembles a source for a chip.</summary>
    public static async Task<ProgramImage> LoadAsync(string path, ChipSpec chip, CancellationToken cancellation) => Path.GetExtension(path) == ".axp"
        ? await ProgramImageFile.LoadAsync(path, cancellation)
        : DeviceFamilies.Assemble(await File.ReadAllTextAsync(path, cancellation), path, chip);
}
