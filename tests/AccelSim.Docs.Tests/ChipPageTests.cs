using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Docs.Tests;

/// <summary>The chip that the page about adding chips shows can be loaded, and differs from the one it extends.</summary>
public sealed class ChipPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accelsim-docs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Lines_shown_of_the_chip_with_virtual_memory_are_printed()
    {
        var (exitCode, output, errors) = CommandLine.Run(Assert.Single(CommandLine.Commands("docs/memory-model.md")));
        Assert.True(exitCode == 0, errors);
        var printed = output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToHashSet();
        var shown = Assert.Single(Markdown.Blocks("docs/memory-model.md", "text")).TrimEnd().Split('\n');
        Assert.Equal([], shown.Where(line => !printed.Contains(line)));
        Assert.Equal(["TLB ", "page", " pag"], shown.Select(line => line[..4]));
    }

    [Fact]
    public void Chip_of_the_page_loads()
    {
        foreach (var kind in (string[])["chips", "dram"])
        {
            var to = _folder.CreateSubdirectory(kind);
            foreach (var file in Directory.EnumerateFiles(Repository.File("configs", kind), "*.yaml"))
            {
                File.Copy(file, Path.Combine(to.FullName, Path.GetFileName(file)));
            }
        }

        var path = Path.Combine(_folder.FullName, "chips", "new-chip.yaml");
        File.WriteAllText(path, Assert.Single(Markdown.Blocks("docs/adding-a-chip.md", "yaml")));
        var chip = Assert.IsType<MluChip>(ChipFile.Load(path, []));
        var parent = Assert.IsType<MluChip>(ChipFile.Load(Path.Combine(_folder.FullName, "chips", "mlu370-x4.yaml"), []));
        Assert.NotEqual(parent.Name, chip.Name);
        Assert.NotEqual(parent.Core.Vector.BytesPerCycle, chip.Core.Vector.BytesPerCycle);
    }
}
