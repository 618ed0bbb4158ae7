namespace AccelSim.Machine.Tests;

public class SystemFileTests
{
    private const string Rest = """
        linkBandwidth: 100 GB/s
        linkLatency: 1 us
        collectives:
          - { operations: [allReduce], algorithm: ring, launch: 1 us, message: 1 us, efficiency: 80 % }
        """;

    [Fact]
    public void Shipped_systems_load()
    {
        foreach (var file in Directory.GetFiles(Repository.File("configs", "systems"), "*.yaml"))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(file), SystemFile.Load(file).Name);
        }
    }

    [Fact]
    public void Unknown_ends_and_unreachable_chips_are_reported_together()
    {
        const string Text = """
            name: bad
            chips: 4
            topology:
              kind: links
              hosts: [host0]
              links:
                - { from: chip0, to: host0 }
                - { from: chip1, to: hots0 }
                - { from: chip2, to: chip3 }

            """;
        var problems = Assert.Throws<ConfigurationException>(() => SystemFile.Parse(Text + Rest)).Problems;
        Assert.Contains(problems, p => p.Key == "topology.links[1].to" && p.Location.Line == 8 && p.Message.Contains("host0", StringComparison.Ordinal));
        Assert.Equal(3, problems.Count(p => p.Message.Contains("without a way", StringComparison.Ordinal)));
    }

    [Fact]
    public void Reduction_in_the_switch_needs_a_switch_that_reduces()
    {
        var file = Repository.File("configs", "systems", "hgx-h200.yaml");
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => SystemFile.Load(file, "topology.reduces=false")).Problems);
        Assert.Equal("collectives[1].algorithm", problem.Key);
    }

    [Fact]
    public void Links_without_width_or_in_no_direction_are_reported_together_by_name_and_line()
    {
        const string Text = """
            name: bad
            chips: 1
            topology: { kind: torus, sizes: [0, 3] }
            linkBandwidth: 0 GB/s
            linkLatency: -1 us
            collectives:
              - { operations: [allReduce], algorithm: ring, launch: 1 us, message: 1 us, efficiency: 80 % }
            """;
        var problems = Assert.Throws<ConfigurationException>(() => SystemFile.Parse(Text)).Problems.OrderBy(p => p.Location.Line).ToList();
        Assert.Equal(["chips", "topology.sizes[0]", "linkBandwidth", "linkLatency"], problems.Select(p => p.Key));
        Assert.Equal([2, 3, 4, 5], problems.Select(p => p.Location.Line));
    }

    [Fact]
    public void What_does_not_fit_together_is_reported_together_by_name_and_line()
    {
        const string Text = """
            name: bad
            chips: 8
            topology: { kind: torus, sizes: [3, 3] }
            linkBandwidth: 1 GB/s
            linkLatency: 1 us
            collectives:
              - { operations: [allReduce], algorithm: inSwitch, launch: 1 us, message: 1 us, efficiency: 80 % }
            """;
        var problems = Assert.Throws<ConfigurationException>(() => SystemFile.Parse(Text)).Problems.OrderBy(p => p.Location.Line).ToList();
        Assert.Equal(["topology.sizes", "collectives[0].algorithm"], problems.Select(p => p.Key));
        Assert.Equal([3, 7], problems.Select(p => p.Location.Line));
    }
}
