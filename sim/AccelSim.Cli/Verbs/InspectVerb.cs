using System.CommandLine;
using AccelSim.Graph;
using AccelSim.Graph.Onnx;
using AccelSim.Graph.Passes;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Reports;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim inspect</c>: what is in a model, a program image or a chip file.</summary>
internal sealed class InspectVerb
{
    private readonly ModelSettings _model = new();
    private readonly Argument<string> _target = new("FILE") { Description = "A model (.onnx), a program image (.axp) or a chip file (.yaml)." };
    private readonly Option<bool> _nodes = new("--nodes") { Description = "List every node, command or value." };

    public Command Command()
    {
        var command = new Command("inspect", "Say what is in a model, a program image or a chip file.") { _target, _nodes };
        _model.AddTo(command, withHost: false);
        command.SetAction((line, cancellation) => VerbHost.RunAsync(
            async (services, token) => await RunAsync(line, services.GetRequiredService<Terminal>().Out, token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, IAnsiConsole console, CancellationToken cancellation)
    {
        var file = InputFile.Existing(line.GetRequiredValue(_target), ".onnx", ".axp", ".yaml");
        switch (Path.GetExtension(file))
        {
            case ".axp":
                Image(await ProgramImageFile.LoadAsync(file, cancellation), line.GetValue(_nodes), console);
                break;
            case ".yaml" or ".yml":
                Chip(ChipFile.Load(file, _model.Sets(line)), console);
                break;
            default:
                Model(file, line, console);
                break;
        }

        return ExitCode.Ok;
    }

    private void Model(string file, ParseResult line, IAnsiConsole console)
    {
        var options = ModelSettings.ModelOptions(_model.Over(new RunSpec { Model = file, Chip = "", Host = "" }, line));
        var graph = OnnxLoader.Load(file, new LoadOptions { Dimensions = options.Dimensions, Batch = options.Batch, WeightSeed = options.WeightSeed });
        var optimised = PassPipeline.Optimize(graph);
        console.MarkupLine($"[bold]{Markup.Escape(graph.Name)}[/]  {graph.Nodes.Length} nodes, {optimised.Nodes.Length} after fusion, {Amounts.Scaled(Parameters(graph), "")} parameters");
        foreach (var id in graph.Inputs)
        {
            console.MarkupLine($"  input  {Markup.Escape(graph[id].Name)}: {Markup.Escape(graph[id].Type.ToString())}");
        }

        foreach (var output in graph.Outputs)
        {
            console.MarkupLine($"  output {Markup.Escape(output.Name)}: {Markup.Escape(graph[output.Value].Type.ToString())}");
        }

        foreach (var group in optimised.Nodes.GroupBy(n => n.OnnxType).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            console.MarkupLine($"  {group.Count(),5} x {Markup.Escape(group.Key)}");
        }

        if (line.GetValue(_nodes))
        {
            console.WriteLine(optimised.ToString());
        }
    }

    private static double Parameters(ModelGraph graph) => graph.Constants.Sum(c => (double)c.Shape.ElementCount);

    private static void Image(ProgramImage image, bool all, IAnsiConsole console)
    {
        var target = image.Target;
        console.MarkupLine($"[bold]{Markup.Escape(image.Name)}[/]  version {image.FormatVersion}, {target.Family} {Markup.Escape(target.Isa)}, compiled for {Markup.Escape(target.Chip)}");
        console.MarkupLine($"  needs    {string.Join(", ", Needs(target.Needs).Concat(target.Capabilities))}");
        foreach (var kind in image.Buffers.GroupBy(b => b.Kind).OrderBy(g => g.Key))
        {
            console.MarkupLine($"  {kind.Key,-9}{kind.Count(),5} buffers, {Amounts.Bytes(kind.Sum(b => b.Bytes))}");
        }

        console.MarkupLine($"  contents {image.Constants.Count(c => c.Content is InlineContent),5} of {image.Constants.Length} constants inside, the rest as shapes");
        console.MarkupLine($"  kernels  {image.Kernels.Length,5}, {Amounts.Bytes(image.Kernels.Sum(k => (double)k.Code.Length))} of code");
        console.MarkupLine($"  commands {image.Commands.Length,5}, {image.HostOperators.Length} host operators");
        if (!all)
        {
            return;
        }

        foreach (var buffer in image.Buffers)
        {
            console.WriteLine($"  {buffer.Address:x10} {buffer.Bytes,12} {buffer.Kind,-9} {buffer.ElementType}[{string.Join(',', buffer.Shape)}] {buffer.Layout} {buffer.Name}");
        }

        foreach (var command in image.Commands)
        {
            console.WriteLine($"  {(command is LaunchCommand launch ? Launch(image, launch) : command)}");
        }
    }

    private static string Launch(ProgramImage image, LaunchCommand launch)
    {
        var blocks = (long)launch.BlockX * launch.BlockY * launch.BlockZ > 1 ? $", blocks of {launch.BlockX} x {launch.BlockY} x {launch.BlockZ}" : "";
        var shared = launch.DynamicSharedBytes > 0 ? $", {launch.DynamicSharedBytes} bytes shared" : "";
        return $"launch {image.Kernels[launch.Kernel].Name}, {launch.DimX} x {launch.DimY} x {launch.DimZ}{blocks}{shared} ({string.Join(", ", launch.Arguments.Select(word => $"0x{word:x}"))}), queue {launch.Queue}";
    }

    // Amounts that are zero are of no meaning for the family, or of none for the program.
    private static IEnumerable<string> Needs(ImageResources needs)
    {
        yield return $"{Amounts.Bytes(needs.DeviceBytes)} device memory";
        (string What, long Amount)[] bytes = [("NRAM", needs.NramBytes), ("WRAM", needs.WramBytes), ("SRAM", needs.SramBytes), ("shared memory per block", needs.SharedBytesPerBlock)];
        foreach (var (what, amount) in bytes.Where(part => part.Amount > 0))
        {
            yield return $"{Amounts.Bytes(amount)} {what}";
        }

        if (needs.Union > 0)
        {
            yield return $"UNION{needs.Union}";
        }

        if (needs.ThreadsPerBlock > 0)
        {
            yield return $"{needs.ThreadsPerBlock} threads per block with {needs.RegistersPerThread} registers each";
        }

        if (needs.WarpWidth > 0)
        {
            yield return $"warps of {needs.WarpWidth} threads";
        }
    }

    private static void Chip(ChipSpec chip, IAnsiConsole console)
    {
        var peaks = chip.Peaks;
        console.MarkupLine($"[bold]{Markup.Escape(chip.Name)}[/]  {Markup.Escape(chip.Description)}");
        console.MarkupLine($"  family    {chip.Family}, {Markup.Escape(chip.Isa)}, {Markup.Escape(string.Join(", ", chip.Capabilities))}");
        console.MarkupLine($"  cores     {peaks.Cores} at {chip.Clock}, {peaks.MemoryCores} memory cores");
        foreach (var (format, ops) in peaks.MatrixOperationsPerSecond)
        {
            console.MarkupLine($"  {format.ToString().ToLowerInvariant(),-9} {Amounts.Scaled(ops, "OP/s")}");
        }

        console.MarkupLine($"  vector    {Amounts.Scaled(peaks.VectorFp32OperationsPerSecond, "OP/s")} fp32 additions");
        console.MarkupLine($"  port      {Amounts.Bytes(peaks.ClusterReadBandwidth.BytesPerSecond)}/s in, {Amounts.Bytes(peaks.ClusterWriteBandwidth.BytesPerSecond)}/s out, of a cluster or SM");
        console.MarkupLine($"  on chip   {Amounts.Bytes(peaks.ScratchpadBytes)} scratchpads, {Amounts.Bytes(peaks.SharedSramBytes)} shared");
        console.MarkupLine($"  DRAM      {Markup.Escape(chip.Dram.Device.Type)}, {chip.Dram.Capacity}, {chip.Dram.Channels} channels, {Amounts.Bytes(peaks.DramBandwidth.BytesPerSecond)}/s");
        ChipTables.Write(chip, console);
    }
}
