using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AccelSim.Machine;

namespace AccelSim.Studies;

/// <summary>
/// Hashes of everything that decides a result: the model and its weights' file, the chip and the host after overrides (comments aside), the options, and this
/// program. A point whose hash is in the store is not run again.
/// </summary>
public sealed class StudyKeys
{
    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly string _program;

    /// <summary>Hashes for this program.</summary>
    public StudyKeys()
        : this(ProgramVersion.Of())
    {
    }

    /// <summary>Hashes for a program that calls itself <paramref name="program"/>.</summary>
    internal StudyKeys(string program) => _program = program;

    /// <summary>The hash of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="file">File that its paths are relative to.</param>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public string Of(RunSpec run, string file)
    {
        ArgumentNullException.ThrowIfNull(run);
        var text = new StringBuilder();
        text.Append(_program).Append('\n');
        text.Append(FileHash(Found(run.Model, file))).Append('\n');
        text.Append(ChipFile.Text(Found(run.Chip, file), run.Set.Select(set => $"{set.Key}={set.Value}"))).Append('\n');
        text.Append(HostFile.Text(Found(run.Host, file), run.SetHost.Select(set => $"{set.Key}={set.Value}"))).Append('\n');
        text.Append(FormattableString.Invariant($"{run.Batch} {run.Precision} {run.Mode} {run.Iterations} {run.Weights}"));
        foreach (var (name, value) in run.Dims)
        {
            text.Append(FormattableString.Invariant($" {name}={value}"));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private static string Found(string named, string file) => RunFile.Resolve(named, file)
        ?? throw new ConfigurationException([new ConfigProblem(new SourceLocation(file, 0, 0), "", named, "does not exist, neither beside the study file nor in the current directory")]);

    private string FileHash(string path) => _files.GetOrAdd(path, static path =>
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    });
}
