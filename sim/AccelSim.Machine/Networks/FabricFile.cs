using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads on-chip networks (<c>configs/networks/*.yaml</c>).</summary>
public static class FabricFile
{
    /// <summary>Reads a network file, what it extends, and overrides of the form <c>router.virtualChannels=8</c>.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public static FabricSpec Load(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<FabricSpec>(path, overrides);

    /// <summary>As <see cref="Load"/>, from text.</summary>
    public static FabricSpec Parse(string yaml, string name = "<text>", params IEnumerable<string> overrides) =>
        ConfigDocument.Parse<FabricSpec>(yaml, name, overrides);
}
