using System.CommandLine;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim asm</c> and <c>accelsim disasm</c>.</summary>
internal static class AssemblyVerbs
{
    public static Command Asm()
    {
        var settings = new ModelSettings();
        var source = new Argument<string>("SOURCE") { Description = "Assembly (.asm)." };
        var output = new Option<string?>("--output", "-o") { Description = "Program image to write.", HelpName = "FILE" };
        var command = new Command("asm", "Assemble a source into a program image (.axp).") { source, output };
        settings.AddTo(command, withHost: false);
        command.SetAction((line, cancellation) => VerbHost.RunAsync(async (services, token) =>
        {
            var file = InputFile.Existing(line.GetRequiredValue(source), ".asm");
            var to = line.GetValue(output) ?? Path.ChangeExtension(Path.GetFileName(file), ".axp");
            var files = new OutputSet(to);
            var chip = settings.LoadChip(line);
            var image = Assemble(await File.ReadAllTextAsync(file, token), file, chip);
            files.Add(to, stream => ProgramImageFile.WriteAsync(image, stream, token));
            await files.CommitAsync(token);
            services.GetRequiredService<Terminal>().Out.MarkupLine($"{Markup.Escape(to)}: {image.Kernels.Length} kernels, {image.Commands.Length - 1} launches");
            return ExitCode.Ok;
        }, cancellation));
        return command;
    }

    private static ProgramImage Assemble(string source, string file, ChipSpec chip)
    {
        try
        {
            return DeviceFamilies.Assemble(source, file, chip);
        }
        catch (RuntimeException problem)
        {
            throw new InputFileException(file, problem);
        }
    }

    public static Command Disasm()
    {
        var program = new Argument<string>("PROGRAM") { Description = "Program image (.axp)." };
        var kernel = new Option<string?>("--kernel") { Description = "Only this kernel.", HelpName = "NAME" };
        var command = new Command("disasm", "Print the kernels of a program image as assembly.") { program, kernel };
        command.SetAction((line, cancellation) => VerbHost.RunAsync(async (_, token) =>
        {
            var file = InputFile.Existing(line.GetRequiredValue(program), ".axp");
            var image = await ProgramImageFile.LoadAsync(file, token);
            var chosen = image.Kernels.Where(k => line.GetValue(kernel) is not { } name || k.Name == name).ToList();
            if (chosen.Count == 0)
            {
                throw new UsageException($"{file} has no kernel '{line.GetValue(kernel)}'; it has {string.Join(", ", image.Kernels.Select(k => k.Name))}");
            }

            foreach (var one in chosen)
            {
                Console.Out.Write(DeviceFamilies.Of(image).Disassemble(one) + "\n");
            }

            return ExitCode.Ok;
        }, cancellation));
        return command;
    }
}
