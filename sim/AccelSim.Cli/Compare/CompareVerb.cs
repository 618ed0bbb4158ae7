using System.CommandLine;
using AccelSim.Machine;
using AccelSim.Reports.Compare;
using AccelSim.Runtime;
using AccelSim.Studies.Compare;
using Microsoft.Extensions.DependencyInjection;

namespace AccelSim.Cli;

/// <summary><c>accelsim compare</c>: one model on several chips.</summary>
internal sealed class CompareVerb
{
    private readonly ModelSettings _model = new();
    private readonly Argument<string> _target = new("TARGET") { Description = "A model (.onnx), a run file (.yaml), a program image (.axp) or assembly (.asm)." };
    private readonly Option<string[]> _chips = new("--chip") { Description = "A chip: a YAML file or a name of configs/chips, with overrides behind commas: mlu370-x4,dram.channels=48. Two to four of them.", HelpName = "FILE|NAME" };
    private readonly Option<int?> _iterations = WholeNumber.Option("--iterations", "Inferences back to back; the time is their mean.");
    private readonly Option<int?> _workers = WholeNumber.Option("--workers", "Simulations at once: as many as there are processors.");
    private readonly Option<bool> _json = new("--json") { Description = "Print everything as JSON." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };

    public Command Command()
    {
        var command = new Command("compare", """
            Run one model on two to four chips and put them side by side: time, energy, use of peaks, causes, layers.

            Of chips of one family it says how much of a difference is the chip, and how much the compiler: the program of the first chip is run on the others
            too. 'bound by peaks' is the greater of all multiply-adds at the matrix units' peak and all bytes moved at device memory's. The chip that is named
            first is what others are measured against; --set and --host are for all of them.

            Examples:
              accelsim compare programs/models/resnet50.onnx --chip mlu370-x4 --chip mlu370-x8
              accelsim compare programs/models/resnet50.onnx --chip mlu370-x4 --chip mlu370-x4,dram.channels=48 --batch 4
              accelsim compare programs/models/gpt2_block.onnx --dim sequence=64 --chip mlu590-h8 --chip a100-sxm4-80 --json
            """) { _target, _chips };
        _model.AddTo(command, withHost: true, withChip: false);
        foreach (var option in (Option[])[_iterations, _workers, _json, _quiet])
        {
            command.Add(option);
        }

        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var chips = line.GetValue(_chips) ?? [];
        if (chips.Length is < 2 or > CompareReport.MostChips)
        {
            throw new UsageException($"--chip is given {chips.Length} times; name two to {CompareReport.MostChips} chips to compare, such as --chip mlu370-x4 --chip a100-sxm4-80");
        }

        if (chips.Distinct(StringComparer.Ordinal).Count() < chips.Length)
        {
            throw new UsageException($"--chip {chips.GroupBy(chip => chip, StringComparer.Ordinal).First(group => group.Count() > 1).Key}: is given twice; change something of one of them, as in NAME,dram.channels=48");
        }

        var (named, file) = RunTarget.Read(line.GetRequiredValue(_target));
        var run = _model.Over(named, line);
        run = run with { Iterations = line.GetValue(_iterations) ?? run.Iterations };
        var contestants = chips.Select(chip => Contestant(chip, run, file, _model.Sets(line))).ToList();
        try
        {
            var comparer = new Comparer(contestants, new ProgramCache(), line.GetValue(_workers) ?? Environment.ProcessorCount);
            var comparison = await new ProgressLine(terminal, line.GetValue(_quiet)).DuringAsync("loading", show => Task.Run(() => comparer.RunAsync(show, cancellation), cancellation));
            terminal.WriteResult(comparison, line.GetValue(_json), console => CompareReport.Write(comparison, console));
            return ExitCode.Ok;
        }
        catch (Exception problem) when (InputFileException.Covers(problem))
        {
            throw new InputFileException(contestants[0].Run.ModelPath, problem);
        }
    }

    private static Contestant Contestant(string text, RunSpec run, string file, IReadOnlyList<string> sets)
    {
        var parts = text.Split(',');
        var own = parts[1..];
        if (Array.Find(own, part => !part.Contains('=', StringComparison.Ordinal)) is { } wrong)
        {
            throw new UsageException($"--chip {text}: '{wrong}' is no override; write NAME,KEY=VALUE, such as mlu370-x4,dram.channels=48");
        }

        var loaded = RunFile.Complete(run with { Chip = Path.GetFullPath(ConfigFiles.Chip(parts[0])) }, file, [.. sets, .. own]);
        return new(own.Length == 0 ? loaded.Chip.Name : $"{loaded.Chip.Name} {string.Join(' ', own)}", loaded);
    }
}
