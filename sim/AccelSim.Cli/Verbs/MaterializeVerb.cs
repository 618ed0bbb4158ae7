using System.CommandLine;
using AccelSim.Graph.Onnx;
using AccelSim.Machine;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim materialize</c>: a complete ONNX file with generated weights, for other engines.</summary>
internal static class MaterializeVerb
{
    public static Command Command()
    {
        var settings = new ModelSettings();
        var source = new Argument<string>("MODEL") { Description = "A model (.onnx) whose weights are not shipped." };
        var output = new Option<string>("--output", "-o") { Description = "ONNX file to write.", HelpName = "FILE", Required = true };
        var command = new Command("materialize", "Write a complete ONNX file with its generated weights, for other engines.") { source, output };
        settings.AddTo(command, withHost: false);
        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) =>
        {
            var (from, to) = (InputFile.Existing(line.GetRequiredValue(source), ".onnx"), line.GetRequiredValue(output));
            _ = new OutputSet(to);
            var options = ModelSettings.ModelOptions(settings.Over(new RunSpec { Model = from, Chip = "", Host = "" }, line));
            OnnxWriter.Materialize(from, to, new LoadOptions
            {
                Dimensions = options.Dimensions,
                Batch = options.Batch,
                WeightSeed = options.WeightSeed ?? throw new UsageException("materialize makes up weights: say from which seed, --weights seed:1"),
            }, cancellation: token);
            services.GetRequiredService<Terminal>().Out.MarkupLine($"{Markup.Escape(to)}: complete, weights from {Markup.Escape($"seed:{options.WeightSeed}")}");
            return Task.FromResult(ExitCode.Ok);
        }, cancellation));
        return command;
    }
}
