using System.CommandLine;
using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Reports;
using AccelSim.Results;
using AccelSim.Runtime;
using AccelSim.Runtime.Simt;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim run</c>: a run file, a model, a program image, an assembly program or a trace.</summary>
internal sealed class RunVerb
{
    private readonly ModelSettings _model = new();
    private readonly TuningSettings _tuning = new();
    private readonly Argument<string> _target = new("TARGET") { Description = "A run file (.yaml), a model (.onnx), a program image (.axp), assembly (.asm), or a trace of Accel-Sim (kernelslist.g, .traceg)." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON (docs/result.schema.json)." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write the layers as CSV.", HelpName = "FILE" };
    private readonly Option<string?> _trace = new("--trace") { Description = "Write a timeline for Perfetto or chrome://tracing (JSON); .pftrace: in Perfetto's own format, smaller and faster.", HelpName = "FILE" };
    private readonly Option<string?> _html = new("--html") { Description = "Write the report as one HTML file: charts, timeline, all layers (docs/reports.md).", HelpName = "FILE" };
    private readonly Option<int?> _iterations = WholeNumber.Option("--iterations", "Inferences back to back; the time is their mean.");
    private readonly Option<long?> _maxCycles = WholeNumber.Cycles("--max-cycles", "End the run after as many cycles of simulated time, with a report of the part until then.");
    private readonly Option<bool> _cold = new("--cold") { Description = "Measure the first run too: allocation, weights, cold launches." };
    private readonly Option<bool> _check = new("--check") { Description = "Run for values too, compare with the reference, look for races (a program: races only)." };
    private readonly Option<bool> _sample = new("--sample") { Description = "simt: simulate some waves of blocks of long kernels, estimate the rest, and say within which bound." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No report and no progress: with --json, only the JSON." };

    public Command Command()
    {
        var command = new Command("run", "Simulate a model or program and report where the time goes.") { _target };
        _model.AddTo(command, withHost: true);
        _tuning.AddTo(command);
        foreach (var option in (Option[])[_iterations, _maxCycles, _cold, _check, _sample, _json, _csv, _trace, _html, _quiet])
        {
            command.Add(option);
        }

        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var run = Load(line);
        if (line.GetValue(_sample) && SampleProblem(run, line.GetValue(_maxCycles) is not null) is { } problem)
        {
            throw new UsageException(problem);
        }

        var quiet = line.GetValue(_quiet);
        if (run.Run.Outputs.Html is { } html && ReportAssets.Problem is { } missing)
        {
            throw new UsageException($"--html {html}: {missing}");
        }

        var recorder = run.Run.Outputs is { Trace: null, Html: null } ? null : new SpanRecorder();
        var tuning = _tuning.Of(line, run.ModelPath, run.Chip, line.GetValue(_sample));
        var files = new OutputSet(run.Run.Outputs.Program, run.Run.Outputs.Json, run.Run.Outputs.Csv, run.Run.Outputs.Trace, run.Run.Outputs.Html, tuning.Output);
        var progress = new ProgressLine(terminal, quiet);
        var result = await progress.DuringAsync("loading", show => SimulateAsync(run, new RunLimit(line.GetValue(_maxCycles), cancellation), new DeviceOptions { Trace = recorder, Sample = line.GetValue(_sample) }, tuning, files, show, cancellation));
        var interrupted = result.Partial is not null && cancellation.IsCancellationRequested;
        if (!interrupted)
        {
            cancellation.ThrowIfCancellationRequested();
            await WriteAsync(run, result, recorder, files, cancellation);
        }

        if (!quiet)
        {
            TuningReport.Write(tuning.Tried, terminal.Out);
            ConsoleReport.Write(result, terminal.Out);
        }

        if (line.GetValue(_json))
        {
            using var output = Console.OpenStandardOutput();
            RunResultJson.Write(result, output);
        }

        if (interrupted)
        {
            terminal.Error.MarkupLine("[red]error[/] interrupted; the report is of the part that was simulated, and no file was written");
            return ExitCode.Cancelled;
        }

        return result.Partial is not null ? ExitCode.Stopped : result.Check switch
        {
            { Races.IsEmpty: false } => ExitCode.Race,
            { Passed: false } => ExitCode.CheckFailed,
            _ => ExitCode.Ok,
        };
    }

    private static Task WriteAsync(LoadedRun run, RunResult result, SpanRecorder? recorder, OutputSet files, CancellationToken cancellation)
    {
        files.Add(run.Run.Outputs.Json, stream => RunResultJson.Write(result, stream));
        files.AddText(run.Run.Outputs.Csv, text => LayerCsv.Write(result, text));
        files.Add(run.Run.Outputs.Trace, stream => TraceAsync(run.Run.Outputs.Trace!, result, recorder!, stream, cancellation));
        files.Add(run.Run.Outputs.Html, stream => RunHtml.Write(result, [.. run.Chip.SharedMemories.Select(Level)], recorder, stream));
        return files.CommitAsync(cancellation);
    }

    private static Task TraceAsync(string path, RunResult result, SpanRecorder spans, Stream to, CancellationToken cancellation)
    {
        if (Path.GetExtension(path) is ".pftrace" or ".perfetto-trace")
        {
            return PerfettoTraceWriter.WriteAsync(result, spans, to, cancellation);
        }

        TraceWriter.Write(result, spans, 0, to);
        return Task.CompletedTask;
    }

    private static MemoryLevel Level(MemoryPeak memory) =>
        new(memory.Name, [EnergyParts.Read(memory.Memory), EnergyParts.Write(memory.Memory)], memory.Bandwidth.BytesPerSecond);

    private LoadedRun Load(ParseResult line)
    {
        var (named, file) = RunTarget.Read(line.GetRequiredValue(_target), ".g", ".traceg");
        var run = _model.Over(named, line);
        run = run with
        {
            Iterations = line.GetValue(_iterations) ?? run.Iterations,
            Cold = run.Cold || line.GetValue(_cold),
            Check = run.Check || line.GetValue(_check),
            Outputs = run.Outputs with { Csv = line.GetValue(_csv) ?? run.Outputs.Csv, Trace = line.GetValue(_trace) ?? run.Outputs.Trace, Html = line.GetValue(_html) ?? run.Outputs.Html },
        };
        return RunFile.Complete(run, file, _model.Sets(line));
    }

    private static string? SampleProblem(LoadedRun run, bool limited) =>
        run.Run.Check ? "--sample with --check: values need every block, and a sampled run leaves blocks out; give one of the two"
        : limited ? "--sample with --max-cycles: the time of blocks that are left out is known only at a kernel's end; give one of the two"
        : DeviceFamilies.Of(run.Chip).SampleProblem(run.Chip);

    private static async Task<RunResult> SimulateAsync(LoadedRun run, RunLimit limit, DeviceOptions device, Tuning tuning, OutputSet files, Action<string> show, CancellationToken cancellation)
    {
        try
        {
            // The work is synchronous inside; a thread of its own keeps the status line alive.
            return await Task.Run(
                () => TraceReplay.IsTrace(run.ModelPath) ? TraceAsync(run, limit, device, show, cancellation)
                    : ProgramFile.IsProgram(run.ModelPath) ? ProgramAsync(run, limit, device, show, cancellation) : ModelAsync(run, limit, device, tuning, files, show, cancellation), cancellation);
        }
        catch (Exception problem) when (InputFileException.Covers(problem))
        {
            throw new InputFileException(run.ModelPath, problem);
        }
    }

    private static Task<RunResult> TraceAsync(LoadedRun run, RunLimit limit, DeviceOptions device, Action<string> show, CancellationToken cancellation) =>
        run.Run.Check
            ? throw new UsageException("--check: a trace has no values to check; it is for models and programs")
            : TraceReplay.RunAsync(run.ModelPath, run.Chip, run.Host, Options(run, "", limit, show) with { Precision = "as traced" }, run.Run.Iterations, device, cancellation);

    private static async Task<RunResult> ProgramAsync(LoadedRun run, RunLimit limit, DeviceOptions device, Action<string> show, CancellationToken cancellation)
    {
        var image = await ProgramFile.LoadAsync(run.ModelPath, run.Chip, cancellation);
        var result = await Simulator.RunAsync(image, run.Chip, run.Host, Options(run, image.Name, limit, show), run.Run.Iterations, device, CancellationToken.None);
        if (!run.Run.Check || result.Partial is not null)
        {
            return result;
        }

        show("running for values");
        return result with { Check = ModelChecker.Check(image, run.Chip, device.Seed, cancellation) };
    }

    private static async Task<RunResult> ModelAsync(LoadedRun run, RunLimit limit, DeviceOptions device, Tuning tuning, OutputSet files, Action<string> show, CancellationToken cancellation)
    {
        var options = ModelSettings.ModelOptions(run.Run);
        if (run.Run.Check)
        {
            options = options with { WeightSeed = options.WeightSeed ?? 1 };
        }

        var model = ModelCompiler.Compile(run.ModelPath, run.Chip, tuning.Over(options, show, cancellation), (done, all) =>
        {
            cancellation.ThrowIfCancellationRequested();
            show($"compiling {100 * done / Math.Max(1, all),3} %");
        });
        var program = options.WeightSeed is null ? ModelCompiler.ShapesOnly(model.Image) : model.Image;
        tuning.AddTo(files);
        files.Add(run.Run.Outputs.Program, stream => ProgramImageFile.WriteAsync(program, stream, cancellation));
        var result = await Simulator.RunAsync(model, run.Chip, run.Host, run.Run.Iterations, run.Run.Cold, device, ProgressLine.Of(show), limit, CancellationToken.None);
        if (!run.Run.Check || result.Partial is not null)
        {
            return result;
        }

        show("checking values against the reference");
        return result with { Check = ModelChecker.Check(model, run.Chip, options.WeightSeed!.Value, cancellation) };
    }

    private static SessionOptions Options(LoadedRun run, string name, RunLimit limit, Action<string> show) => new()
    {
        Model = name,
        Precision = "as compiled",
        Mode = run.Run.Mode,
        Batch = run.Run.Batch,
        Cold = run.Run.Cold,
        Progress = ProgressLine.Of(show),
        Limit = limit,
    };
}
