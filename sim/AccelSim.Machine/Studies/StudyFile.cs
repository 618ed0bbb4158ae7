using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Reads study files.</summary>
public static class StudyFile
{
    /// <summary>Reads a study file alone, without what it names.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong in it; holds every problem.</exception>
    public static StudySpec Read(string path) => ConfigDocument.Load<StudySpec>(path, []);

    /// <summary>As <see cref="Read"/>, from text; <paramref name="name"/> stands for the file in messages.</summary>
    public static StudySpec Parse(string yaml, string name = "<text>") => ConfigDocument.Parse<StudySpec>(yaml, name, []);
}
