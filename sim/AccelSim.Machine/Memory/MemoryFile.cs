using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads memory files (<c>configs/memories/*.yaml</c>).</summary>
public static class MemoryFile
{
    /// <summary>Reads a memory file, what it extends, and overrides of the form <c>dram.channels=16</c>.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public static MemorySpec Load(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<MemorySpec>(path, overrides);

    /// <summary>As <see cref="Load"/>, from text.</summary>
    public static MemorySpec Parse(string yaml, string name = "<text>", params IEnumerable<string> overrides) =>
        ConfigDocument.Parse<MemorySpec>(yaml, name, overrides);
}
