using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads chip files (<c>configs/chips/*.yaml</c>).</summary>
public static class ChipFile
{
    /// <summary>Reads a chip file, what it extends, and overrides of the form <c>dram.channels=16</c>.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem with file, line and column.</exception>
    public static ChipSpec Load(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<ChipSpec>(path, overrides);

    /// <summary>As <see cref="Load"/>, from text; <paramref name="name"/> stands for the file in messages.</summary>
    public static ChipSpec Parse(string yaml, string name = "<text>", params IEnumerable<string> overrides) =>
        ConfigDocument.Parse<ChipSpec>(yaml, name, overrides);

    /// <summary>What <see cref="Load"/> reads, in one fixed form without comments: the same for files that describe the same chip.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read, or an override has no place.</exception>
    public static string Text(string path, params IEnumerable<string> overrides) => ConfigDocument.Text(path, overrides);
}
