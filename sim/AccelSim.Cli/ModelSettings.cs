using System.CommandLine;
using System.Globalization;
using AccelSim.Machine;
using AccelSim.Runtime;

namespace AccelSim.Cli;

/// <summary>The options that say which model, chip and host, and how; shared by the verbs.</summary>
internal sealed class ModelSettings
{
    private readonly Option<string?> _chip = new("--chip") { Description = "Chip: a YAML file, or the name of one in configs/chips.", HelpName = "FILE|NAME" };
    private readonly Option<string?> _host = new("--host") { Description = "Host: a YAML file, or the name of one in configs/hosts.", HelpName = "FILE|NAME" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a value of the chip file, e.g. dram.channels=12; repeatable.", HelpName = "KEY=VALUE" };
    private readonly Option<string?> _precision = new("--precision") { Description = "fp16 (default), fp32, bf16, or model for the model's own.", HelpName = "TYPE" };
    private readonly Option<int?> _batch = WholeNumber.Option("--batch", "Items per inference.");
    private readonly Option<string[]> _dim = new("--dim") { Description = "Bind a symbolic dimension, e.g. past=1024; repeatable.", HelpName = "NAME=N" };
    private readonly Option<string?> _weights = new("--weights") { Description = "Make up the weights that are not shipped, from a seed.", HelpName = "seed:N" };
    private readonly Option<string[]> _schedule = new("--schedule") { Description = "Force a layer's schedule, as inspect and --csv print it; repeatable.", HelpName = "LAYER=SCHEDULE" };
    private readonly Option<string?> _mode = new("--mode") { Description = "graph (default), or eager: operator by operator, as frameworks run.", HelpName = "MODE" };

    public void AddTo(Command command, bool withHost, bool withChip = true)
    {
        if (withChip)
        {
            command.Add(_chip);
        }

        if (withHost)
        {
            command.Add(_host);
        }

        foreach (var option in (Option[])[_set, _precision, _batch, _dim, _weights, _mode, _schedule])
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says, laid over a run file's record.</summary>
    public RunSpec Over(RunSpec run, ParseResult line)
    {
        run = run with
        {
            Batch = line.GetValue(_batch) ?? run.Batch,
            Weights = line.GetValue(_weights) ?? run.Weights,
            Precision = line.GetValue(_precision) is { } precision ? Word<RunPrecision>("--precision", precision) : run.Precision,
            Mode = line.GetValue(_mode) is { } mode ? Word<RunMode>("--mode", mode) : run.Mode,
            Chip = line.GetValue(_chip) is { } chip ? Path.GetFullPath(ConfigFiles.Chip(chip)) : run.Chip,
            Host = line.GetValue(_host) is { } host ? Path.GetFullPath(ConfigFiles.Host(host)) : run.Host,
        };
        foreach (var dim in line.GetValue(_dim) ?? [])
        {
            var (name, value) = Pair("--dim", dim);
            run = run with
            {
                Dims = run.Dims.SetItem(name, long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var extent) && extent > 0
                    ? extent
                    : throw new UsageException($"--dim {dim}: '{value}' is not a positive whole number")),
            };
        }

        foreach (var forced in line.GetValue(_schedule) ?? [])
        {
            var (layer, text) = Pair("--schedule", forced);
            run = run with { Schedules = run.Schedules.SetItem(layer, text) };
        }

        return run;
    }

    /// <summary>Overrides of the chip file on the command line.</summary>
    public IReadOnlyList<string> Sets(ParseResult line) => line.GetValue(_set) ?? [];

    /// <summary>The chip alone, for verbs without a run.</summary>
    public ChipSpec LoadChip(ParseResult line) => ChipFile.Load(ConfigFiles.Chip(line.GetValue(_chip)), Sets(line));

    /// <summary>How the model of a run is compiled.</summary>
    public static ModelOptions ModelOptions(RunSpec run) => Runtime.ModelOptions.Of(run) with { WeightSeed = run.Weights is { } weights ? Seed(weights) : null };

    public static ulong Seed(string weights) =>
        weights.StartsWith("seed:", StringComparison.Ordinal) && ulong.TryParse(weights.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new UsageException($"--weights {weights}: write seed:N, for example seed:1");

    private static T Word<T>(string option, string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new UsageException($"{option} {text}: known are {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");

    private static (string Name, string Value) Pair(string option, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (text[..equals], text[(equals + 1)..]) : throw new UsageException($"{option} {text}: write NAME=VALUE");
    }
}
