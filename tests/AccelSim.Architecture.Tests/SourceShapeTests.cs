using System.Text.RegularExpressions;

namespace AccelSim.Architecture.Tests;

/// <summary>One idea per file, small files.</summary>
public sealed partial class SourceShapeTests
{
    /// <summary>Files with more than one public type, and how many; a smaller number here is progress, a larger one needs a reason.</summary>
    private static readonly Dictionary<string, int> Together = new()
    {
        ["isa/AccelSim.Isa/Assembly/AssemblyError.cs"] = 2,
        ["isa/AccelSim.Isa/Assembly/Token.cs"] = 2,
        ["isa/AccelSim.Isa/Mlu/MluAssembly.cs"] = 4,
        ["isa/AccelSim.Isa/Mlu/MluDataType.cs"] = 2,
        ["isa/AccelSim.Isa/Mlu/MluInstruction.cs"] = 2,
        ["isa/AccelSim.Isa/Mlu/MluInstructionDef.cs"] = 5,
        ["isa/AccelSim.Isa/Mlu/MluModes.cs"] = 4,
        ["isa/AccelSim.Isa/Mlu/MluSpace.cs"] = 3,
        ["isa/AccelSim.Isa/Mlu/MluUnit.cs"] = 2,
        ["sim/AccelSim.Compiler/Mlu/Kernels/BatchedProductKernel.cs"] = 2,
        ["sim/AccelSim.Compiler/Mlu/Kernels/ElementwiseProgram.cs"] = 3,
        ["sim/AccelSim.Compiler/Mlu/Kernels/RowNormKernel.cs"] = 2,
        ["sim/AccelSim.Compiler/Mlu/Schedules/ChainTiling.cs"] = 3,
        ["sim/AccelSim.Functional/Mlu/MluCopyShape.cs"] = 2,
        ["sim/AccelSim.Functional/Mlu/MluCoreState.cs"] = 3,
        ["sim/AccelSim.Functional/Mlu/MluFootprint.cs"] = 3,
        ["sim/AccelSim.Functional/Mlu/MluInterpreter.cs"] = 2,
        ["sim/AccelSim.Functional/Mlu/MluOperation.cs"] = 5,
        ["sim/AccelSim.Functional/Mlu/MluProgram.cs"] = 2,
    };

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "artifacts" or "node_modules"))
        .Order(StringComparer.Ordinal);

    [Fact]
    public void No_file_is_longer_than_500_lines() => Assert.Empty(
        Sources("isa", "sim", "tests").Select(file => (File: Relative(file), Lines: File.ReadLines(file).Count())).Where(file => file.Lines > 500).Select(file => $"{file.File}: {file.Lines}"));

    [Fact]
    public void Half_of_the_files_have_at_most_100_lines_and_nine_in_ten_at_most_300()
    {
        var lengths = Sources("isa", "sim").Select(file => File.ReadLines(file).Count()).Order().ToArray();
        Assert.True(lengths.Length > 200);
        Assert.InRange(lengths[lengths.Length / 2], 1, 100);
        Assert.InRange(lengths[lengths.Length * 9 / 10], 1, 300);
    }

    [Fact]
    public void A_file_has_one_public_type()
    {
        var problems = new List<string>();
        foreach (var file in Sources("isa", "sim"))
        {
            var count = PublicType().Count(File.ReadAllText(file));
            var allowed = Together.GetValueOrDefault(Relative(file), 1);
            if (count > allowed)
            {
                problems.Add($"[\"{Relative(file)}\"] = {count},");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Equal([], Together.Keys.Where(file => !File.Exists(Repository.File(file.Split('/')))));
    }

    [Fact]
    public void Types_are_sealed_unless_they_are_derived_from()
    {
        var types = Assemblies.Files.SelectMany(Assemblies.Types).Where(type => type.IsVisible && type.IsClass).ToArray();
        var bases = types.Concat(Assemblies.Files.SelectMany(Assemblies.Types)).Select(Definition).ToHashSet();
        Assert.Empty(types.Where(type => !type.IsSealed && !type.IsAbstract && !bases.Contains(type)).Select(type => type.FullName));

        static Type? Definition(Type type) => type.BaseType is { IsGenericType: true } parent ? parent.GetGenericTypeDefinition() : type.BaseType;
    }

    [Fact]
    public void Nothing_in_the_repository_names_a_folder_of_somebodys_machine()
    {
        var home = new Regex(@"(?<![\w/])/(home|work|root|Users)/\w");
        var files = new[] { "isa", "sim", "tests", "docs", "configs", "programs" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".yaml" or ".py" or ".mjs" or ".asm" or ".txt" && !file.Contains("node_modules", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) != nameof(SourceShapeTests) + ".cs");
        Assert.Empty(files.Where(file => home.IsMatch(File.ReadAllText(file))).Select(Relative));
    }

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|unsafe|ref) )*(?:class|struct|record(?: struct)?|interface|enum|delegate) ", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
