using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads system files (<c>configs/systems/*.yaml</c>).</summary>
public static class SystemFile
{
    /// <summary>Reads a system file, what it extends, and overrides of the form <c>chips=4</c>.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public static SystemSpec Load(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<SystemSpec>(path, overrides);

    /// <summary>As <see cref="Load"/>, from text.</summary>
    public static SystemSpec Parse(string yaml, string name = "<text>", params IEnumerable<string> overrides) =>
        ConfigDocument.Parse<SystemSpec>(yaml, name, overrides);
}
