using AccelSim.Isa.Assembly;
using AccelSim.Isa.Simt;

namespace AccelSim.Isa.Tests.Simt;

/// <summary>Steps of the host in assembly: streams, copies, events.</summary>
public sealed class SimtHostCommandTests
{
    private const string Kernel = ".buffer x, f32, 64\n.kernel k\n.param x\nexit\n";

    [Fact]
    public void Steps_keep_their_order_and_their_streams()
    {
        var assembly = SimtAssembler.Assemble(Kernel + """
            .copy in, x stream 2
            .launch k, grid 4, block 32 (x) stream 2 priority 3
            .record done stream 2
            .record other
            .await done stream 5
            .launch k, grid 1, block 32 (x) repeat 2 stream 5
            .copy out, x
            """);
        Assert.Equal(
            [
                new SimtCopy("x", ToDevice: true, 2),
                new SimtEvent(0, Records: true, 2),
                new SimtEvent(1, Records: true, 0),
                new SimtEvent(0, Records: false, 5),
                new SimtCopy("x", ToDevice: false, 0),
            ],
            assembly.Commands.Where(command => command is not SimtLaunch));
        Assert.Equal([(2, 3, 1), (5, 0, 2)], assembly.Launches.Select(launch => (launch.Stream, launch.Priority, launch.Repeat)));
        Assert.Equal([1, 5], assembly.Launches.Select(launch => assembly.Commands.IndexOf(launch)));
    }

    [Theory]
    [InlineData(".await never", "event 'never' is not recorded above: .record never [stream n]")]
    [InlineData(".copy up, x", "expected the direction and the buffer")]
    [InlineData(".copy in, y", "buffer 'y' is not declared above")]
    [InlineData(".copy in, x queue 2", "'queue' is not 'stream'")]
    [InlineData(".record e stream 1024", "a stream of 1024 is not possible (0 to 1023)")]
    [InlineData(".launch k, grid 1, block 32 (x) stream 2000", "a stream of 2000 is not possible (0 to 1023)")]
    [InlineData(".launch k, grid 1, block 32 (x) priority 16", "a priority of 16 is not possible (0 to 15)")]
    [InlineData(".launch k, grid 1, block 32 (x) queue 1", "'queue' is none of 'shared', 'repeat', 'stream', 'priority'")]
    [InlineData(".wait e", "unknown directive '.wait'")]
    public void One_mistake_is_named_with_its_remedy(string line, string message)
    {
        var e = Assert.Throws<AssemblyException>(() => SimtAssembler.Assemble(Kernel + line + "\n"));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
