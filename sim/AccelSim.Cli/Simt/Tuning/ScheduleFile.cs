using System.Collections.Immutable;
using AccelSim.Compiler.Simt;

namespace AccelSim.Cli;

/// <summary>A file of schedules: a line <c>LAYER=SCHEDULE</c> for each layer, lines that begin with # for people.</summary>
internal static class ScheduleFile
{
    private const long MostBytes = 4 << 20;

    /// <summary>Reads the schedules.</summary>
    /// <exception cref="UsageException">A line is not of that form, a layer is there twice, or the file is larger than any model's; says which line.</exception>
    public static ImmutableSortedDictionary<string, string> Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new UsageException($"{path}: is larger than {MostBytes >> 20} MiB, so it is no file of schedules");
        }

        var lines = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                continue;
            }

            // Names of layers may hold =, and so does a schedule behind its (.
            var open = line.LastIndexOf('(');
            var equals = open > 0 ? line.LastIndexOf('=', open) : -1;
            if (equals <= 0 || line.Any(char.IsControl))
            {
                throw new UsageException($"{path}: line {number}: is not LAYER=SCHEDULE; remove it, or write the file anew with --autotune");
            }

            var (layer, schedule) = (line[..equals], line[(equals + 1)..]);
            if (ProductSchedules.Problem(schedule) is { } problem)
            {
                throw new UsageException($"{path}: line {number}: {problem}");
            }

            if (!lines.TryAdd(layer, schedule))
            {
                throw new UsageException($"{path}: line {number}: '{layer}' is there twice; remove one of the two");
            }
        }

        return lines.ToImmutable();
    }

    /// <summary>Writes schedules in the order of their layers' names.</summary>
    public static void Write(IEnumerable<KeyValuePair<string, string>> schedules, string remark, TextWriter to)
    {
        to.WriteLine($"# {remark}");
        foreach (var (layer, schedule) in schedules)
        {
            to.WriteLine($"{layer}={schedule}");
        }
    }
}
