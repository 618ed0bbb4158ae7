using System.CommandLine;
using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Memory;
using AccelSim.Reports;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary><c>accelsim membench</c>: bandwidth and latency of a memory or a network under the patterns that they are compared by.</summary>
internal sealed class MembenchVerb
{
    private readonly Option<string?> _chip = new("--chip") { Description = "The memory of a chip: a YAML file, or the name of one in configs/chips.", HelpName = "FILE|NAME" };
    private readonly Option<string?> _memory = new("--memory") { Description = "A memory by itself: a YAML file, or the name of one in configs/memories.", HelpName = "FILE|NAME" };
    private readonly Option<string?> _network = new("--network") { Description = "An on-chip network: a YAML file, or the name of one in configs/networks.", HelpName = "FILE|NAME" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a value of the file, e.g. dram.channels=12; repeatable.", HelpName = "KEY=VALUE" };
    private readonly Option<string?> _pattern = new("--pattern") { Description = "Only these patterns, e.g. read,stride; docs/cli.md lists them.", HelpName = "NAME[,NAME]" };
    private readonly Option<string?> _bytes = new("--bytes") { Description = "Memory: bytes moved for each point, e.g. 64M.", HelpName = "SIZE" };
    private readonly Option<string?> _request = new("--request") { Description = "Memory: bytes of one request of a sequential stream (512).", HelpName = "SIZE" };
    private readonly Option<int?> _outstanding = WholeNumber.Option("--outstanding", "Memory: requests on their way for each data bus (16).");
    private readonly Option<int?> _packet = WholeNumber.Option("--packet", "Network: flits of a packet (5).");
    private readonly Option<bool> _flits = new("--flits") { Description = "Network: execute every flit cycle by cycle, instead of packets that reserve links." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the points as JSON." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write the points as CSV.", HelpName = "FILE" };
    private readonly Option<string?> _html = new("--html") { Description = "Write plots and all points as one HTML page.", HelpName = "FILE" };

    public Command Command()
    {
        var command = new Command("membench", "Measure a memory or an on-chip network by itself: bandwidth and latency, pattern by pattern.");
        foreach (var option in (Option[])[_chip, _memory, _network, _set, _pattern, _bytes, _request, _outstanding, _packet, _flits, _json, _csv, _html])
        {
            command.Add(option);
        }

        command.SetAction((line, cancellation) => VerbHost.RunAsync((services, token) => RunAsync(line, services.GetRequiredService<Terminal>(), token), cancellation));
        return command;
    }

    private Task<int> RunAsync(ParseResult line, Terminal terminal, CancellationToken cancellation)
    {
        var files = new OutputSet(line.GetValue(_csv), line.GetValue(_html));
        var sets = line.GetValue(_set) ?? [];
        switch (line.GetValue(_chip), line.GetValue(_memory), line.GetValue(_network))
        {
            case ({ } named, null, null):
                var chip = ChipFile.Load(ConfigFiles.Chip(named), sets);
                return MemoryAsync(chip.Name, chip.Dram, line, files, terminal, cancellation);
            case (null, { } named, null):
                var memory = MemoryFile.Load(ConfigFiles.Memory(named), sets);
                return MemoryAsync(memory.Name, memory.Dram, line, files, terminal, cancellation);
            case (null, null, { } named):
                return NetworkAsync(FabricFile.Load(ConfigFiles.Network(named), sets), line, files, terminal, cancellation);
            default:
                throw new UsageException("membench: name one of --chip, --memory and --network");
        }
    }

    private async Task<int> MemoryAsync(string name, DramSpec dram, ParseResult line, OutputSet files, Terminal terminal, CancellationToken cancellation)
    {
        Refuse(line, "a network", _packet, _flits);
        var patterns = PatternList.Parse(line.GetValue(_pattern), DramBench.Patterns);
        var options = Options(line);
        var result = await DuringAsync(terminal, show => MemoryPatterns.RunAsync(name, dram, options, patterns, show, cancellation), cancellation);
        files.AddText(line.GetValue(_csv), text => MembenchReport.WriteCsv(result, text));
        files.AddText(line.GetValue(_html), text => text.Write(MembenchHtml.Page(result)));
        return await EndAsync(line, result, console => MembenchReport.Write(result, console), files, terminal, cancellation);
    }

    private async Task<int> NetworkAsync(FabricSpec spec, ParseResult line, OutputSet files, Terminal terminal, CancellationToken cancellation)
    {
        Refuse(line, "a memory", _bytes, _request, _outstanding);
        var options = new NetworkBenchOptions { Mode = line.GetValue(_flits) ? FabricMode.Flit : spec.Mode };
        options = options with { PacketFlits = line.GetValue(_packet) ?? options.PacketFlits };
        var result = await DuringAsync(terminal, show => NetworkPatterns.RunAsync(spec, options, line.GetValue(_pattern), show, cancellation), cancellation);
        files.AddText(line.GetValue(_csv), text => NetbenchReport.WriteCsv(result, text));
        files.AddText(line.GetValue(_html), text => text.Write(NetbenchHtml.Page(result)));
        return await EndAsync(line, result, console => NetbenchReport.Write(result, console), files, terminal, cancellation);
    }

    private static Task<T> DuringAsync<T>(Terminal terminal, Func<Action<string>, Task<T>> work, CancellationToken cancellation) =>
        new ProgressLine(terminal, quiet: false).DuringAsync("measuring", show => Task.Run(() => work(show), cancellation));

    private async Task<int> EndAsync<T>(ParseResult line, T result, Action<IAnsiConsole> report, OutputSet files, Terminal terminal, CancellationToken cancellation)
    {
        await files.CommitAsync(cancellation);
        terminal.WriteResult(result, line.GetValue(_json), report);
        return ExitCode.Ok;
    }

    private static void Refuse(ParseResult line, string kind, params IEnumerable<Option> options)
    {
        var given = options.Where(option => line.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (given.Count > 0)
        {
            throw new UsageException($"{string.Join(", ", given)}: only for {kind}");
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
