using AccelSim.Machine;

namespace AccelSim.Cli;

/// <summary>What a command line names to be run: a run file, or a model or program with the chip and host that stand for none.</summary>
internal static class RunTarget
{
    /// <summary>The run that a path means, and the file that its own paths are relative to.</summary>
    /// <param name="path">As on the command line.</param>
    /// <param name="others">What the verb takes beside run files, models and programs, for an example.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="ConfigurationException">The run file is wrong.</exception>
    public static (RunSpec Run, string File) Read(string path, params string[] others)
    {
        var target = InputFile.Existing(path, [".yaml", ".onnx", ".axp", ".asm", .. others]);
        return Path.GetExtension(target) is ".yaml" or ".yml"
            ? (RunFile.Read(target), target)
            : (new RunSpec { Model = Path.GetFullPath(target), Chip = Path.GetFullPath(ConfigFiles.Chip(null)), Host = Path.GetFullPath(ConfigFiles.Host(null)) },
                Path.Combine(Directory.GetCurrentDirectory(), "command line"));
    }
}
