using System.CommandLine;
using System.Globalization;
using AccelSim.Machine;
using AccelSim.Reports.Explain;
using AccelSim.Runtime;
using AccelSim.Studies.Explain;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim explain</c>: what the time of a run depends on.</summary>
internal sealed class ExplainVerb
{
    private readonly ModelSettings _model = new();
    private readonly Argument<string> _target = new("TARGET") { Description = "A model (.onnx), a run file (.yaml), a program image (.axp) or assembly (.asm)." };
    private readonly Option<string?> _speedup = new("--target") { Description = "Which single number makes it so many times as fast, e.g. 1.5x?", HelpName = "FACTOR" };
    private readonly Option<string?> _under = new("--under") { Description = "Only numbers whose path begins so, e.g. dram. or core.matrix.", HelpName = "PATH" };
    private readonly Option<int?> _limits = WholeNumber.Option("--limits", "Of how many numbers that matter most the limits are looked for (5).");
    private readonly Option<int?> _workers = WholeNumber.Option("--workers", "Simulations at once: as many as there are processors.");
    private readonly Option<int?> _iterations = WholeNumber.Option("--iterations", "Inferences back to back; the time is their mean.");
    private readonly Option<bool> _json = new("--json") { Description = "Print everything as JSON: all numbers, all that were skipped." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };

    public Command Command()
    {
        var command = new Command("explain", """
            Say what the time of a run depends on: every number of the chip file, changed by itself.

            The run is simulated once as it is, then once for each number a legal step above and below. Elasticity is d ln time / d ln number with the program as
            it is: -0.4 says that 10 % more is about 4 % faster, +0.1 that 10 % more is 1 % slower. 'recompiled' is the same with the program compiled for the
            changed chip, for numbers that the compiler reads. Each figure says whether the critical path told it (ledger) or another simulation (sim).

            Examples:
              accelsim explain programs/models/resnet50.onnx --chip mlu370-x4
              accelsim explain programs/models/resnet50.onnx --chip mlu370-x4 --target 1.5x
              accelsim explain programs/models/gpt2_block.onnx --dim sequence=64 --under dram. --json
              accelsim explain programs/mlu/softmax-row.asm --host ideal
            """) { _target };
        _model.AddTo(command, withHost: true);
        foreach (var option in (Option[])[_speedup, _under, _limits, _workers, _iterations, _json, _quiet])
        {
            command.Add(option);
        }

        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var options = new ExplainOptions
        {
            Target = line.GetValue(_speedup) is { } speedup ? Speedup(speedup) : null,
            Under = line.GetValue(_under) ?? "",
            Limits = line.GetValue(_limits) ?? new ExplainOptions().Limits,
            Workers = line.GetValue(_workers) ?? Environment.ProcessorCount,
        };
        var (named, file) = RunTarget.Read(line.GetRequiredValue(_target));
        var run = _model.Over(named, line);
        run = run with { Iterations = line.GetValue(_iterations) ?? run.Iterations };
        var loaded = RunFile.Complete(run, file, _model.Sets(line));
        if (options.Under.Length > 0)
        {
            CheckPath(options.Under, loaded.Chip);
        }

        var explainer = (Explainer?)null;
        try
        {
            await new ProgressLine(terminal, line.GetValue(_quiet)).DuringAsync("loading", show => Task.Run(
                async () =>
                {
                    var settings = run.Set.Select(set => $"{set.Key}={set.Value}").Concat(_model.Sets(line));
                    var subject = await ExplainSubject.LoadAsync(loaded, RunFile.Resolve(run.Chip, file)!, settings, new ProgramCache(), cancellation);
                    explainer = new Explainer(subject, options);
                    await explainer.RunAsync(show, cancellation);
                    return 0;
                }, cancellation));
        }
        catch (OperationCanceledException) when (explainer?.Result("interrupted") is { } part)
        {
            terminal.WriteResult(part, line.GetValue(_json), console => ExplainReport.Write(part, console));
            terminal.Error.MarkupLine("[red]error[/] interrupted; what was found until then is above");
            return ExitCode.Cancelled;
        }
        catch (Exception problem) when (InputFileException.Covers(problem))
        {
            throw new InputFileException(loaded.ModelPath, problem);
        }

        var explanation = explainer!.Result()!;
        terminal.WriteResult(explanation, line.GetValue(_json), console => ExplainReport.Write(explanation, console));
        return ExitCode.Ok;
    }

    private static double Speedup(string text) =>
        double.TryParse(text.EndsWith('x') ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is > 1 and <= 1000
            ? factor
            : throw new UsageException($"--target {text}: write how many times as fast, more than 1 and at most 1000, for example 1.5x");

    private static void CheckPath(string under, ChipSpec chip)
    {
        var paths = ChipParameter.Of(chip).Select(parameter => parameter.Path).ToList();
        if (!paths.Exists(path => path.StartsWith(under, StringComparison.Ordinal)))
        {
            var near = Nearest.To(under.TrimEnd('.'), paths.Concat(paths.Select(path => path.LastIndexOf('.') is var dot and > 0 ? path[..dot] : path)).Distinct(StringComparer.Ordinal));
            throw new UsageException($"--under {under}: no number of {chip.Name} that decides time has a path that begins so{(near is null ? "; accelsim inspect CHIP shows the file" : $", did you mean '{near}'?")}");
        }
    }
}
