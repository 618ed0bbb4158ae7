using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Loads run files (<c>configs/runs/*.yaml</c>) and everything they name.</summary>
public static class RunFile
{
    private const string SeedPrefix = "seed:";

    /// <summary>Reads a run file with its chip and host; relative paths are looked for beside the file, then in the current directory.</summary>
    /// <param name="path">The run file.</param>
    /// <param name="overrides">Overrides of the run itself, <c>batch=8</c> or <c>set.dram.channels=16</c>.</param>
    /// <exception cref="ConfigurationException">Anything is wrong in any of the files; holds every problem.</exception>
    public static LoadedRun Load(string path, params IEnumerable<string> overrides) =>
        Complete(Read(path, overrides), path);

    /// <summary>Reads a run file alone.</summary>
    /// <exception cref="ConfigurationException">Anything is wrong in it; holds every problem.</exception>
    public static RunSpec Read(string path, params IEnumerable<string> overrides) => ConfigDocument.Load<RunSpec>(path, overrides);

    /// <summary>Loads what a run record names; <paramref name="path"/> is the file it came from, or is to stand for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Its file.</param>
    /// <param name="chipOverrides">Overrides of the chip file beside those of the run; they win.</param>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public static LoadedRun Complete(RunSpec run, string path, params IEnumerable<string> chipOverrides)
    {
        var problems = new List<ConfigProblem>();
        if (run.Weights is { } weights && !IsWeightSource(weights))
        {
            Refuse("weights", weights, "is not of the form seed:N");
        }

        var model = Find(run.Model, "model");
        var chip = Find(run.Chip, "chip") is { } chipPath ? Collect(() => ChipFile.Load(chipPath, run.Set.Select(Assignment).Concat(chipOverrides)), "set", run.Set) : null;
        var host = Find(run.Host, "host") is { } hostPath ? Collect(() => HostFile.Load(hostPath, run.SetHost.Select(Assignment)), "setHost", run.SetHost) : null;
        return problems.Count == 0 ? new LoadedRun(run, model!, chip!, host!) : throw new ConfigurationException([.. problems]);

        void Refuse(string key, string value, string message) =>
            problems.Add(new ConfigProblem(new SourceLocation(path, 0, 0), key, value, message));

        string? Find(string named, string key)
        {
            var found = Resolve(named, path);
            if (found is null)
            {
                Refuse(key, named, "does not exist, neither beside the run file nor in the current directory");
            }

            return found;
        }

        T? Collect<T>(Func<T> load, string key, IEnumerable<KeyValuePair<string, string>> sets)
            where T : class
        {
            try
            {
                return load();
            }
            catch (ConfigurationException e)
            {
                var own = sets.Select(set => ConfigOverride.Place(Assignment(set))).ToHashSet();
                problems.AddRange(e.Problems.Select(problem => own.Contains(problem.Location) ? InRunFile(problem, key) : problem));
                return null;
            }
        }

        // An override that the run file holds is to be looked for there, not on a command line.
        ConfigProblem InRunFile(ConfigProblem problem, string key) =>
            problem with { Location = new SourceLocation(path, 0, 0), Key = $"{key}.{problem.Key}".TrimEnd('.') };
    }

    /// <summary>Where a path of a run file leads: beside that file, else in the current directory, else null.</summary>
    public static string? Resolve(string named, string runFile)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(runFile)) ?? "", named);
        return File.Exists(beside) ? beside : File.Exists(named) ? named : null;
    }

    private static bool IsWeightSource(string weights) =>
        weights.StartsWith(SeedPrefix, StringComparison.Ordinal) && ulong.TryParse(weights.AsSpan(SeedPrefix.Length), out _);

    private static string Assignment(KeyValuePair<string, string> set) => $"{set.Key}={set.Value}";
}
