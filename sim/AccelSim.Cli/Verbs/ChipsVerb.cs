using System.CommandLine;
using AccelSim.Machine;
using AccelSim.Reports;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim chips</c>: what is configured, and what each could do at most.</summary>
internal static class ChipsVerb
{
    public static Command Command()
    {
        var folder = new Argument<string?>("FOLDER") { Description = "Folder of chip files; configs/chips if not given.", DefaultValueFactory = _ => null };
        var command = new Command("chips", "List the configured chips with peak figures derived from their files.") { folder };
        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, _) =>
        {
            var from = line.GetValue(folder) ?? ConfigFiles.Folder("chips") ?? throw new UsageException("there is no configs/chips here; name a folder");
            var files = Directory.Exists(from) ? Directory.GetFiles(from, "*.yaml") : throw new UsageException($"{from}: there is no such folder");
            Write(files.Order(StringComparer.Ordinal).Select(f => ChipFile.Load(f)), services.GetRequiredService<Terminal>().Out);
            return Task.FromResult(ExitCode.Ok);
        }, cancellation));
        return command;
    }

    private static void Write(IEnumerable<ChipSpec> chips, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None);
        table.AddColumn(new TableColumn("[dim]chip[/]").NoWrap().Padding(0, 0));
        foreach (var header in (string[])["cores", "GHz", "int8", "fp16", "fp32", "vector", "DRAM/s", "port/s", "on chip", "memory"])
        {
            table.AddColumn(new TableColumn($"[dim]{header}[/]").RightAligned().NoWrap().Padding(new Padding(0, 0, 1, 0)));
        }

        foreach (var chip in chips)
        {
            var peaks = chip.Peaks;
            table.AddRow(
                $"[bold]{Markup.Escape(chip.Name)}[/]",
                Amounts.Whole(peaks.Cores),
                Amounts.Number(chip.Clock.Hertz / 1e9),
                Ops(peaks, MacFormat.Int8),
                Ops(peaks, MacFormat.Fp16),
                Ops(peaks, MacFormat.Fp32),
                Amounts.Scaled(peaks.VectorFp32OperationsPerSecond, ""),
                Amounts.Bytes(peaks.DramBandwidth.BytesPerSecond),
                Amounts.Bytes(peaks.ClusterReadBandwidth.BytesPerSecond),
                Amounts.Bytes(peaks.ScratchpadBytes + peaks.SharedSramBytes),
                Amounts.Bytes(peaks.DramBytes));
        }

        console.Write(table);
        console.MarkupLine("[dim]operations per second (a multiply-add is two); vector: fp32 additions; port: one cluster or SM[/]");
    }

    private static string Ops(ChipPeaks peaks, MacFormat format) =>
        peaks.MatrixOperationsPerSecond.TryGetValue(format, out var ops) ? Amounts.Scaled(ops, "") : "-";
}
