using System.CommandLine;
using System.Text.Json;
using AccelSim.Machine;
using AccelSim.Memory;
using AccelSim.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace AccelSim.Cli;

/// <summary><c>accelsim membench</c>: bandwidth and latency of a memory or a network under the patterns that they are compared by.</summary>
internal sealed class MembenchVerb
{
    private readonly Option<string?> _chip = new("--chip") { Description = "The memory of a chip: a YAML file, or the name of one in configs/chips.", HelpName = "FILE|NAME" };
    private readonly Option<string?> _memory = new("--memory") { Description = "A memory by itself: a YAML file, or the name of one in configs/memories.", HelpName = "FILE|NAME" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a value of the file, e.g. dram.channels=12; repeatable.", HelpName = "KEY=VALUE" };
    private readonly Option<string?> _pattern = new("--pattern") { Description = "Only these patterns, e.g. read,stride; docs/cli.md lists them.", HelpName = "NAME[,NAME]" };
    private readonly Option<string?> _bytes = new("--bytes") { Description = "Bytes moved for each point, e.g. 64M.", HelpName = "SIZE" };
    private readonly Option<string?> _request = new("--request") { Description = "Bytes of one request of a sequential stream (512).", HelpName = "SIZE" };
    private readonly Option<int?> _outstanding = WholeNumber.Option("--outstanding", "Requests on their way for each data bus (16).");
    private readonly Option<bool> _json = new("--json") { Description = "Print the points as JSON." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write the points as CSV.", HelpName = "FILE" };
    private readonly Option<string?> _html = new("--html") { Description = "Write plots and all points as one HTML page.", HelpName = "FILE" };

    public Command Command()
    {
        var command = new Command("membench", "Measure a memory or a network: bandwidth and latency, pattern by pattern.");
        foreach (var option in (Option[])[_chip, _memory, _set, _pattern, _bytes, _request, _outstanding, _json, _csv, _html])
        {
            command.Add(option);
        }

        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var files = new OutputSet(line.GetValue(_csv), line.GetValue(_html));
        var (name, dram) = Memory(line);
        var patterns = PatternList.Parse(line.GetValue(_pattern), DramBench.Patterns);
        var options = Options(line);
        var result = await new ProgressLine(terminal, quiet: false).DuringAsync(
            "measuring", show => Task.Run(() => MemoryBench.RunAsync(name, dram, options, patterns, show, cancellation), cancellation));
        files.AddText(line.GetValue(_csv), text => MembenchReport.WriteCsv(result, text));
        files.AddText(line.GetValue(_html), text => text.Write(MembenchHtml.Page(result)));
        await files.CommitAsync(cancellation);
        if (line.GetValue(_json))
        {
            terminal.Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        }
        else
        {
            MembenchReport.Write(result, terminal.Out);
        }

        return ExitCode.Ok;
    }

    private (string Name, DramSpec Dram) Memory(ParseResult line)
    {
        var sets = line.GetValue(_set) ?? [];
        switch (line.GetValue(_chip), line.GetValue(_memory))
        {
            case ({ } named, null):
                var chip = ChipFile.Load(ConfigFiles.Chip(named), sets);
                return (chip.Name, chip.Dram);
            case (null, { } named):
                var memory = MemoryFile.Load(ConfigFiles.Memory(named), sets);
                return (memory.Name, memory.Dram);
            default:
                throw new UsageException("membench: name one of --chip and --memory");
        }
    }

    private DramBenchOptions Options(ParseResult line)
    {
        var options = new DramBenchOptions { Bytes = line.GetValue(_bytes) is { } bytes ? SizeText.Parse(bytes) : null };
        return options with
        {
            RequestBytes = line.GetValue(_request) is { } request ? (int)Math.Min(int.MaxValue, SizeText.Parse(request)) : options.RequestBytes,
            Outstanding = line.GetValue(_outstanding) ?? options.Outstanding,
        };
    }
}
