using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads host files (<c>configs/hosts/*.yaml</c>).</summary>
public static class HostFile
{
    /// <summary>Reads a host file, what it extends, and overrides of the form <c>pcie.lanes=8</c>.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public static HostSpec Load(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<HostSpec>(path, overrides);

    /// <summary>As <see cref="Load"/>, from text.</summary>
    public static HostSpec Parse(string yaml, string name = "<text>", params IEnumerable<string> overrides) =>
        ConfigDocument.Parse<HostSpec>(yaml, name, overrides);

    /// <summary>What <see cref="Load"/> reads, in one fixed form without comments.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read, or an override has no place.</exception>
    public static string Text(string path, params IEnumerable<string> overrides) => ConfigDocument.Text(path, overrides);
}
