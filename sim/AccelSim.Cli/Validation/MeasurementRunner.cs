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

    public static async Task<ValidationRow> RunAsync(Measurement row, string root, CancellationToken cancellation)
    {
        if (row.Program.Length == 0)
        {
            return Row(row, null, row.Remark.Length > 0 ? row.Remark : "no program here computes the same");
        }

        try
        {
            return Row(row, await SimulateAsync(row, root, cancellation), row.Remark);
        }
        catch (Exception e) when (e is CompileException or RuntimeException or Graph.ModelException)
        {
            // The row stays in the table and says why it has no value.
            return Row(row, null, row.Remark.Length > 0 ? $"{row.Remark}; {e.Message}" : e.Message);
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
            Precision = eager ? row.Precision[..^Eager.Length] : row.Precision,
            Mode = eager ? RunMode.Eager : RunMode.Graph,
        };
        return Simulator.RunAsync(ModelCompiler.Compile(path, chip, options), chip, host, cancellation: cancellation);
    }

    private static double Value(string metric, RunResult result, long cold) => metric switch
    {
        "kernelMicroseconds" => (result.DeviceFemtoseconds + cold) / 1e9,
        "dramGigabytesPerSecond" => result.DramBytesPerSecond() / 1e9,
        "deviceItemsPerSecond" => result.DeviceItemsPerSecond(),
        _ => throw new UsageException($"metric '{metric}' is not known; there are kernelMicroseconds, dramGigabytesPerSecond and deviceItemsPerSecond"),
    };

    private static ValidationRow Row(Measurement row, double? simulated, string remark) =>
        new(row.Experiment, row.Chip.ToUpperInvariant(), row.Unit, row.Measured, simulated, row.Gate, row.Role, row.Source, remark);
}
