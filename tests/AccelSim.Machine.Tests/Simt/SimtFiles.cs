using AccelSim.Machine.Simt;

namespace AccelSim.Machine.Tests.Simt;

/// <summary>The shipped chip files of the family.</summary>
internal static class SimtFiles
{
    /// <summary>Short names of all of them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "a100-sxm4-40", "a100-sxm4-80", "bi-v100", "br100", "br104", "h100-pcie", "h100-sxm5", "h200-sxm", "jetson-agx-orin", "mi100", "mtt-s4000", "v100-sxm2",
    ];

    public static string Path(string name) => Repository.File("configs", "chips", name + ".yaml");

    public static SimtChip Load(string name, params string[] overrides) => Assert.IsType<SimtChip>(ChipFile.Load(Path(name), overrides));
}
