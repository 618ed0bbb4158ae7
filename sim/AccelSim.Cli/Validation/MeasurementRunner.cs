using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Compiler;
using AccelSim.Machine;
using AccelSim.Reports;
using AccelSim.Results;
using AccelSim.Runtime;

namespace AccelSim.Cli;

/// <summary>Repeats a measurement on the simulator.</summary>
internal static class MeasurementRunner
{
    private const string Eager = "-eager";

    /// <summary>Repeats the measurements, those that are of the same run once, and puts each beside what was measured.</summary>
    public static async Task<IReadOnlyList<ValidationRow>> RunAsync(IReadOnlyList<Measurement> rows, string root, Action<string> show, CancellationToken cancellation)
    {
        var runs = rows.DistinctBy(row => row.Run).ToList();
        var made = await SideBySide.RunAsync(runs, row => row.Experiment, (row, token) => new ValueTask<(double? Value, string Problem)>(SimulatedAsync(row, root, token)), show, cancellation);
        var outcomes = runs.Zip(made).ToDictionary(pair => pair.First.Run, pair => pair.Second);
        return [.. rows.Select(row => Row(row, outcomes[row.Run].Value, string.Join("; ", ((string[])[row.Remark, outcomes[row.Run].Problem]).Where(text => text.Length > 0))))];
    }

    private static async Task<(double? Value, string Problem)> SimulatedAsync(Measurement row, string root, CancellationToken cancellation)
    {
        if (row.Program.Length == 0)
        {
            return (null, row.Remark.Length > 0 ? "" : "no program here computes the same");
        }

        try
        {
            return (await SimulateAsync(row, root, cancellation), "");
        }
        catch (Exception e) when (e is CompileException or RuntimeException or Graph.ModelException)
        {
            // The row stays in the table and says why it has no value.
            return (null, e.Message);
        }
        catch (Exception e) when (InputFileException.Covers(e))
        {
            throw new InputFileException(row.Program, e);
        }
    }

    private static async Task<double?> SimulateAsync(Measurement row, string root, CancellationToken cancellation)
    {
        var path = Path.Combine(root, row.Program);
        if (!File.Exists(path))
        {
            throw new UsageException($"'{row.Experiment}' names the program {row.Program}, and there is no {path}");
        }

        var chip = ChipFile.Load(ConfigFiles.Chip(row.Chip), row.Overrides.Split(';', StringSplitOptions.RemoveEmptyEntries));
        var host = HostFile.Load(ConfigFiles.Host("ideal"));
        var result = Path.GetExtension(path) == ".asm"
            ? await ProgramAsync(path, chip, host, cancellation)
            : await ModelAsync(row, path, chip, host, cancellation);
        var cold = row.Cold ? DeviceFamilies.Of(chip).Costs(chip).ColdLaunch : 0;
        return row.Factor * Value(row.Metric, result, cold);
    }

    private static Task<RunResult> ProgramAsync(string path, ChipSpec chip, HostSpec host, CancellationToken cancellation)
    {
        var image = DeviceFamilies.Of(chip).Assemble(File.ReadAllText(path), path, chip);
        return Simulator.RunAsync(image, chip, host, new SessionOptions { Model = image.Name, Precision = "as compiled" }, cancellation: cancellation);
    }

    private static Task<RunResult> ModelAsync(Measurement row, string path, ChipSpec chip, HostSpec host, CancellationToken cancellation)
    {
        var eager = row.Precision.EndsWith(Eager, StringComparison.Ordinal);
        var options = new ModelOptions
        {
            Batch = row.Batch,
            Dimensions = Dimensions(row),
            Precision = eager ? row.Precision[..^Eager.Length] : row.Precision,
            Mode = eager ? RunMode.Eager : RunMode.Graph,
        };
        var device = new DeviceOptions { Sample = row.Sample };
        return Simulator.RunAsync(ModelCompiler.Compile(path, chip, options), chip, host, device: device, cancellation: cancellation);
    }

    private static ImmutableDictionary<string, long> Dimensions(Measurement row) =>
        row.Dimensions.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')).ToImmutableDictionary(
            pair => pair[0],
            pair => pair.Length == 2 && long.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var extent) && extent > 0
                ? extent
                : throw new UsageException($"'{row.Experiment}' has the dims '{row.Dimensions}'; write NAME=N, separated by semicolons, such as sequence=384"));

    private static double Value(string metric, RunResult result, long cold) => metric switch
    {
        "kernelMicroseconds" => (result.DeviceFemtoseconds + cold) / 1e9,
        "dramGigabytesPerSecond" => result.DramBytesPerSecond() / 1e9,
        "deviceItemsPerSecond" => result.DeviceItemsPerSecond(),
        "deviceMicrosecondsPerItem" => 1e6 / result.DeviceItemsPerSecond(),
        _ => throw new UsageException($"metric '{metric}' is not known; there are kernelMicroseconds, dramGigabytesPerSecond, deviceItemsPerSecond and deviceMicrosecondsPerItem"),
    };

    private static ValidationRow Row(Measurement row, double? simulated, string remark) =>
        new(row.Experiment, row.Chip.ToUpperInvariant(), row.Unit, row.Measured, simulated, row.Gate, row.Role, row.Source, remark);
}
