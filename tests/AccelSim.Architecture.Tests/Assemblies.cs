using System.Reflection;

namespace AccelSim.Architecture.Tests;

/// <summary>The program's assemblies, as they were built for this test run.</summary>
internal static class Assemblies
{
    /// <summary>Assembly files of isa/ and sim/, the command line included.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Projects.All.Keys.Select(name => Path.Combine(AppContext.BaseDirectory, Projects.AssemblyName(name) + ".dll")).Order(StringComparer.Ordinal)];

    /// <summary>Those that decide simulated numbers: all but the command line.</summary>
    public static IEnumerable<string> Deterministic => Files.Where(file => Path.GetFileNameWithoutExtension(file) != "accelsim");

    /// <summary>All types of an assembly, private ones included.</summary>
    public static Type[] Types(string file) => Assembly.Load(Path.GetFileNameWithoutExtension(file)).GetTypes();
}
