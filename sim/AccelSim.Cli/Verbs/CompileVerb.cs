using System.CommandLine;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Reports;
using AccelSim.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim compile</c>: a model into a program image.</summary>
internal sealed class CompileVerb
{
    private readonly ModelSettings _model = new();
    private readonly TuningSettings _tuning = new();
    private readonly Argument<string> _target = new("MODEL") { Description = "A model (.onnx)." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Program image to write; the model's name with .axp if not given.", HelpName = "FILE" };
    private readonly Option<bool> _schedules = new("--schedules") { Description = "Print the schedule chosen for each layer." };

    public Command Command()
    {
        var command = new Command("compile", "Compile a model into a program image (.axp). Without --weights it holds shapes only, which is enough for timing.") { _target, _output, _schedules };
        _model.AddTo(command, withHost: false);
        _tuning.AddTo(command);
        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var target = InputFile.Existing(line.GetRequiredValue(_target), ".onnx");
        var run = _model.Over(new RunSpec { Model = target, Chip = "", Host = "" }, line);
        var options = ModelSettings.ModelOptions(run);
        var output = line.GetValue(_output) ?? Path.ChangeExtension(Path.GetFileName(target), ".axp");
        var chip = _model.LoadChip(line);
        var tuning = _tuning.Of(line, target, chip, sample: false);
        var files = new OutputSet(output, tuning.Output);
        var image = await new ProgressLine(terminal, quiet: false).DuringAsync("loading", show => Task.Run(
            () => Compile(target, chip, tuning.Over(options, show, cancellation), (done, all) => show($"compiling {100 * done / Math.Max(1, all),3} %")), cancellation));
        files.Add(output, stream => ProgramImageFile.WriteAsync(image, stream, cancellation));
        tuning.AddTo(files);
        await files.CommitAsync(cancellation);
        TuningReport.Write(tuning.Tried, terminal.Out);
        if (line.GetValue(_schedules))
        {
            foreach (var kernel in image.Kernels)
            {
                var range = kernel.Source.FirstOrDefault();
                terminal.Out.MarkupLine($"{Markup.Escape(range.Layer >= 0 && kernel.Source.Length > 0 ? image.Layers[range.Layer].Name : kernel.Name),-40} {kernel.TaskType,-7} {Markup.Escape(range.Note ?? "")}");
            }
        }

        terminal.Out.MarkupLine(
            $"{Markup.Escape(output)}: {image.Kernels.Length} kernels, {Amounts.Bytes(image.Kernels.Sum(k => (long)k.Code.Length))} of code, " +
            $"{Amounts.Bytes(image.Target.Needs.DeviceBytes)} of device memory, for {Markup.Escape(chip.Name)}");
        return ExitCode.Ok;
    }

    private static ProgramImage Compile(string target, ChipSpec chip, ModelOptions options, Action<int, int> progress)
    {
        try
        {
            var image = ModelCompiler.Compile(target, chip, options, progress).Image;
            return options.WeightSeed is null ? ModelCompiler.ShapesOnly(image) : image;
        }
        catch (Exception problem) when (InputFileException.Covers(problem))
        {
            throw new InputFileException(target, problem);
        }
    }
}
