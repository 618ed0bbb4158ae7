using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads DRAM devices (<c>configs/dram/*.yaml</c>), which chip files extend in <c>dram.device</c>.</summary>
public static class DramDeviceFile
{
    /// <summary>Reads a device file, what it extends, and overrides of the form <c>timings.tRCD=20 nCK</c>.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem with file, line and column.</exception>
    public static DramDeviceSpec Load(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<DramDeviceSpec>(path, overrides);
}
