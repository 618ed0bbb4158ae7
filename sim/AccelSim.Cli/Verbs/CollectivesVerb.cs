using System.CommandLine;
using AccelSim.Interconnect;
using AccelSim.Machine;
using AccelSim.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace AccelSim.Cli;

/// <summary><c>accelsim collectives</c>: time and bus bandwidth of a collective over a range of sizes.</summary>
internal static class CollectivesVerb
{
    public static Command Command()
    {
        var system = new Option<string>("--system") { Description = "System file, or the name of one in configs/systems.", HelpName = "FILE|NAME", Required = true };
        var operation = new Option<string>("--op") { Description = "all_reduce, all_gather, reduce_scatter, broadcast or all_to_all.", DefaultValueFactory = _ => "all_reduce" };
        var bytes = new Option<string>("--bytes") { Description = "Sizes, in powers of two: 1K:1G.", DefaultValueFactory = _ => "1K:1G" };
        var algorithm = new Option<string?>("--algorithm") { Description = "ring, direct, halving_doubling, double_tree or in_switch instead of the system's rules." };
        var json = new Option<bool>("--json") { Description = "Print the rows as JSON." };
        var csv = new Option<string?>("--csv") { Description = "Write the rows as CSV.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a plot of time and bus bandwidth as one HTML page.", HelpName = "FILE" };
        var command = new Command("collectives", "Time a collective on a system of chips.") { system, operation, bytes, algorithm, json, csv, html };
        command.SetAction((line, cancellation) => VerbHost.RunAsync(async (services, token) =>
        {
            var files = new OutputSet(line.GetValue(csv), line.GetValue(html));
            var spec = SystemFile.Load(ConfigFiles.System(line.GetValue(system)!));
            var op = Word<CollectiveOperation>(line.GetValue(operation)!);
            var forced = line.GetValue(algorithm) is { } named ? Word<CollectiveAlgorithm>(named) : (CollectiveAlgorithm?)null;
            var rows = Sizes(line.GetValue(bytes)!).Select(size => Row(spec, op, size, forced)).ToList();
            files.AddText(line.GetValue(csv), text => CollectiveReport.WriteCsv(rows, text));
            files.AddText(line.GetValue(html), text => text.Write(CollectiveHtml.Page($"{line.GetValue(operation)} on {spec.Name}", rows)));
            await files.CommitAsync(token);
            services.GetRequiredService<Terminal>().WriteResult(rows, line.GetValue(json), console => CollectiveReport.Write(rows, console));
            return ExitCode.Ok;
        }, cancellation));
        return command;
    }

    private static CollectiveRow Row(SystemSpec system, CollectiveOperation operation, long bytes, CollectiveAlgorithm? forced) => UsageException.Unless(() =>
    {
        var rule = CollectiveTime.Rule(system, operation, bytes, forced);
        var time = CollectiveTime.Of(system, operation, bytes, rule);
        return new CollectiveRow(bytes, rule.Algorithm.ToString(), time / 1e9, bytes * 1e6 / time, CollectiveTime.BusBandwidth(operation, system.Chips, bytes, time) / 1e9);
    });

    private static T Word<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new UsageException($"'{text}' is not one of {string.Join(", ", Enum.GetNames<T>())}");

    private static IEnumerable<long> Sizes(string range)
    {
        var ends = range.Split(':');
        var (first, last) = (SizeText.Parse(ends[0]), SizeText.Parse(ends[^1]));
        if (ends.Length > 2 || first < 1 || last < first)
        {
            throw new UsageException($"'{range}' is no range of sizes such as 1K:1G");
        }

        for (var size = first; size <= last; size *= 2)
        {
            yield return size;
        }
    }
}
