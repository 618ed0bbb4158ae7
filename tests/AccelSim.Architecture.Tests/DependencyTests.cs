using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AccelSim.Architecture.Tests;

/// <summary>Dependencies point in one direction: file, graph, compiler, program image, runtime, chip, result, report.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Every_project_is_in_the_table_and_the_table_has_no_cycle()
    {
        Assert.Equal(Projects.All.Keys.Order(StringComparer.Ordinal), Projects.Files.Keys.Order(StringComparer.Ordinal));
        Assert.All(Projects.All.Keys, project => Assert.DoesNotContain(project, Projects.Closure(project)));
    }

    [Fact]
    public void Projects_reference_only_what_the_table_allows() => Assert.Empty(
        from project in Projects.All
        from reference in Projects.Items(project.Key, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))
        where !project.Value.Contains(reference)
        select $"{project.Key} references {reference}");

    [Fact]
    public void Assemblies_use_only_what_the_table_allows()
    {
        var problems = new List<string>();
        foreach (var project in Projects.All.Keys)
        {
            var allowed = Projects.Closure(project);
            using var image = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, Projects.AssemblyName(project) + ".dll")));
            var metadata = image.GetMetadataReader();
            problems.AddRange(metadata.AssemblyReferences
                .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Where(name => Projects.All.ContainsKey(name) && !allowed.Contains(name))
                .Select(name => $"{project} uses {name}"));
        }

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("AccelSim.Functional", "AccelSim.Engine")]
    [InlineData("AccelSim.Graph", "AccelSim.Machine")]
    [InlineData("AccelSim.Compiler", "AccelSim.Engine")]
    [InlineData("AccelSim.Compiler", "AccelSim.Chips")]
    [InlineData("AccelSim.Reports", "AccelSim.Runtime")]
    [InlineData("AccelSim.Results", "AccelSim.Machine")]
    [InlineData("AccelSim.Chips", "AccelSim.Compiler")]
    public void Table_keeps_apart_what_must_not_meet(string project, string stranger) => Assert.DoesNotContain(stranger, Projects.Closure(project));

    [Fact]
    public void Packages_stay_with_their_owners() => Assert.Empty(
        from project in Projects.Files.Keys
        from package in Projects.Items(project, "PackageReference")
        where !Projects.PackageOwners.TryGetValue(package, out var owners) || !owners.Contains(project)
        select $"{project} takes {package}");

    [Fact]
    public void Every_simulating_project_asks_for_the_banned_call_analyzer() => Assert.Empty(
        Projects.Files.Where(file => file.Key != "AccelSim.Cli"
            && XDocument.Load(file.Value).Descendants("AccelSimDeterministic").All(element => element.Value != "true")).Select(file => file.Key));
}
