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
}
