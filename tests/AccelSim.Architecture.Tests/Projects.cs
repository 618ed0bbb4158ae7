using System.Xml.Linq;

namespace AccelSim.Architecture.Tests;

/// <summary>The projects of isa/ and sim/ and what each may reference, as the architecture page draws it.</summary>
internal static class Projects
{
    /// <summary>Project name to the projects it may reference directly. An arrow that is not here does not exist.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        ["MessagePack"] = [],
        ["AccelSim.Isa"] = ["MessagePack"],
        ["AccelSim.Engine"] = [],
        ["AccelSim.Tensors"] = [],
        ["AccelSim.Machine"] = ["AccelSim.Tensors"],
        ["AccelSim.Memory"] = ["AccelSim.Engine", "AccelSim.Machine"],
        ["AccelSim.Interconnect"] = ["AccelSim.Engine", "AccelSim.Machine"],
        ["AccelSim.Graph"] = ["AccelSim.Tensors"],
        ["AccelSim.Functional"] = ["AccelSim.Isa", "AccelSim.Tensors"],
        ["AccelSim.Traces"] = ["AccelSim.Isa"],
        ["AccelSim.Chips"] = ["AccelSim.Memory", "AccelSim.Interconnect", "AccelSim.Functional"],
        ["AccelSim.Compiler"] = ["AccelSim.Graph", "AccelSim.Isa", "AccelSim.Machine"],
        ["AccelSim.Results"] = ["AccelSim.Engine"],
        ["AccelSim.Runtime"] = ["AccelSim.Compiler", "AccelSim.Chips", "AccelSim.Results", "AccelSim.Traces"],
        ["AccelSim.Studies"] = ["AccelSim.Runtime"],
        ["AccelSim.Reports"] = ["AccelSim.Results"],
        ["AccelSim.Cli"] = ["AccelSim.Runtime", "AccelSim.Studies", "AccelSim.Reports"],
    };

    /// <summary>Packages that only some projects may see.</summary>
    public static IReadOnlyDictionary<string, string[]> PackageOwners { get; } = new Dictionary<string, string[]>
    {
        ["Microsoft.Extensions.Hosting"] = ["AccelSim.Cli"],
        ["System.CommandLine"] = ["AccelSim.Cli"],
        ["Spectre.Console"] = ["AccelSim.Cli", "AccelSim.Reports"],
        ["CsvHelper"] = ["AccelSim.Reports", "AccelSim.Studies"],
        ["NCalcSync"] = ["AccelSim.Studies"],
        ["SharpCompress"] = ["AccelSim.Traces"],
        ["YamlDotNet"] = ["AccelSim.Machine"],
        ["Google.Protobuf"] = ["AccelSim.Graph", "AccelSim.Reports"],
        ["Grpc.Tools"] = ["AccelSim.Graph", "AccelSim.Reports"],
        ["System.Numerics.Tensors"] = ["AccelSim.Tensors", "AccelSim.Functional"],
    };

    /// <summary>Project files found under isa/ and sim/.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new[] { "isa", "sim" }
        .SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.csproj", SearchOption.AllDirectories))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>Name of the assembly a project builds.</summary>
    public static string AssemblyName(string project) => project == "AccelSim.Cli" ? "accelsim" : project;

    /// <summary>Values of an attribute of every item of a kind in a project file.</summary>
    public static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Files[project]).Descendants(kind).Select(item => (string)item.Attribute("Include")!);

    /// <summary>Projects reachable along the allowed references.</summary>
    public static HashSet<string> Closure(string project)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(All[project]);
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var further in All[next])
                {
                    open.Push(further);
                }
            }
        }

        return reached;
    }
}
