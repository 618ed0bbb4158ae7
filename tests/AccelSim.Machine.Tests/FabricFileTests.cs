namespace AccelSim.Machine.Tests;

public class FabricFileTests
{
    [Fact]
    public void Shipped_networks_load()
    {
        foreach (var file in Directory.GetFiles(Repository.File("configs", "networks"), "*.yaml"))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(file), FabricFile.Load(file).Name);
        }
    }

    [Fact]
    public void All_problems_are_reported_at_once_by_name_and_line()
    {
        const string Text = """
            name: bad
            clock: 1 GHz
            topology: { kind: mesh, sizes: [8, 1000000] }
            router: { virtualChannels: 0, bufferFlits: 8, routingDelay: 1 cycles, traversalDelay: 1 cycles, creditDelay: 0 cycles, speculative: false, allocatorIterations: 1 }
            links: { flitWidth: 0 B/cycle, latency: 1 cycles, endpointLatency: 1 cycles }
            """;
        var problems = Assert.Throws<ConfigurationException>(() => FabricFile.Parse(Text)).Problems;
        Assert.Equal(["topology.sizes[1]", "router.virtualChannels", "links.flitWidth"], problems.Select(p => p.Key));
        Assert.Equal([3, 4, 5], problems.Select(p => p.Location.Line));
    }

    [Fact]
    public void A_torus_needs_a_channel_on_each_side_of_its_date_line()
    {
        var file = Repository.File("configs", "networks", "torus8x8.yaml");
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => FabricFile.Load(file, "router.virtualChannels=1")).Problems);
        Assert.Equal("router.virtualChannels", problem.Key);
    }

    [Theory]
    [InlineData("{ kind: ring, size: 1 }", "topology.size")]
    [InlineData("{ kind: ring, size: 5000 }", "topology.size")]
    [InlineData("{ kind: mesh, sizes: [1] }", "topology.sizes")]
    [InlineData("{ kind: mesh, sizes: [] }", "topology.sizes")]
    [InlineData("{ kind: torus, sizes: [2, 2, 2, 2, 2] }", "topology.sizes")]
    [InlineData("{ kind: torus, sizes: [8, 0] }", "topology.sizes[1]")]
    [InlineData("{ kind: fly, radix: 8, stages: 12 }", "topology.stages")]
    [InlineData("{ kind: crossbar, ports: 65 }", "topology.ports")]
    public void Impossible_topologies_are_reported_with_the_rest_by_name_and_line(string topology, string key)
    {
        var text = $$"""
            name: bad
            clock: 1 GHz
            topology: {{topology}}
            router:
              virtualChannels: 4
              bufferFlits: 0
              routingDelay: 1 cycles
              traversalDelay: 0 cycles
              creditDelay: 0 cycles
              speculative: false
              allocatorIterations: 1
              channelAllocationDelay: 0 cycles
            links:
              flitWidth: -1 B/cycle
              latency: 0 cycles
              endpointLatency: 0 cycles
            """;
        var problems = Assert.Throws<ConfigurationException>(() => FabricFile.Parse(text)).Problems.OrderBy(p => p.Location.Line).ToList();
        Assert.Equal([key, "router.bufferFlits", "router.traversalDelay", "router.channelAllocationDelay", "links.flitWidth", "links.latency", "links.endpointLatency"], problems.Select(p => p.Key));
        Assert.Equal([3, 6, 8, 12, 14, 15, 16], problems.Select(p => p.Location.Line));
    }

    [Fact]
    public void A_router_that_speculates_decides_in_one_cycle()
    {
        var file = Repository.File("configs", "networks", "mesh8x8.yaml");
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => FabricFile.Load(file, "router.speculative=true", "router.switchAllocationDelay=2 cycles")).Problems);
        Assert.Equal("router.speculative", problem.Key);
    }
}
