using System.CommandLine;
using AccelSim.Machine;

namespace AccelSim.Cli;

/// <summary>The commands of <c>accelsim</c>.</summary>
public static class CommandLine
{
    private const string Description = """
        AccelSim: a cycle-approximate simulator of AI accelerators.

        Examples:
          accelsim run configs/runs/resnet50-mlu370.yaml
          accelsim run programs/models/resnet50.onnx --chip mlu370-x4 --batch 8 --json
          accelsim run programs/models/resnet50.onnx --set dram.channels=12 --set clock="1.3 GHz"
          accelsim run programs/models/resnet50.onnx --check --trace resnet50.json
          accelsim compile programs/models/bert_base.onnx -o bert.axp && accelsim run bert.axp
          accelsim chips
          accelsim validate mlu --html validation.html
          accelsim collectives --system hgx-h200 --op all_reduce --bytes 1K:1G
          accelsim membench --chip mlu370-x4 --html memory.html
          accelsim study configs/studies/mlu370-bandwidth.yaml
          accelsim explain programs/models/resnet50.onnx --chip mlu370-x4 --target 1.5x
          accelsim compare programs/models/resnet50.onnx --chip mlu370-x4 --chip a100-sxm4-80
          accelsim diff before.json after.json

        Exit codes: 0 done; 1 check, validation or a point of a study failed, or diff found something; 2 bad input or deadlock; 3 race found;
        70 defect of the simulator; 130 interrupted.
        """;

    /// <summary>Parses and runs a command line; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var line = Root().Parse(args);
        if (line.Errors.Count > 0)
        {
            var asked = line.CommandResult.Command;
            var isVerb = asked is not RootCommand;
            foreach (var error in isVerb ? line.Errors.Select(error => error.Message) : [WithoutVerb(args, asked.Subcommands)])
            {
                await Console.Error.WriteLineAsync($"error {error}");
            }

            await Console.Error.WriteLineAsync($"accelsim {(isVerb ? asked.Name + " " : "")}--help says what there is");
            return ExitCode.BadInput;
        }

        // The generic host turns Ctrl-C into cancellation.
        return await line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    private static string WithoutVerb(string[] args, IEnumerable<Command> verbs)
    {
        var known = verbs.Select(verb => verb.Name).ToList();
        var list = string.Join(", ", known);
        return args.Length == 0 ? $"say what to do, one of {list}"
            : Nearest.To(args[0], known) is { } nearest ? $"{args[0]}: is not a verb, did you mean '{nearest}'? Known: {list}"
            : $"{args[0]}: is not a verb; known: {list}";
    }

    private static RootCommand Root() => new(Description)
    {
        new RunVerb().Command(),
        new CompileVerb().Command(),
        AssemblyVerbs.Asm(),
        AssemblyVerbs.Disasm(),
        new InspectVerb().Command(),
        ChipsVerb.Command(),
        MaterializeVerb.Command(),
        ValidateVerb.Command(),
        CollectivesVerb.Command(),
        new MembenchVerb().Command(),
        new StudyVerb().Command(),
        new ExplainVerb().Command(),
        new CompareVerb().Command(),
        new DiffVerb().Command(),
    };
}
