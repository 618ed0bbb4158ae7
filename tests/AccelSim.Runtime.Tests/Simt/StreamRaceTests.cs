namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Launches and copies of different streams that touch the same bytes while nothing orders them.</summary>
public sealed class StreamRaceTests
{
    private const string Kernels = """
        .buffer x, f32, 4096, ramp
        .buffer y, f32, 4096
        .buffer z, f32, 4096
        .kernel copy
        .param from, to
            s2r r0, %ctaid.x
            s2r r1, %ntid.x
            s2r r2, %tid.x
            mad.lo.s32 r0, r0, r1, r2
            mov.b64 r4, c[from]
            mov.b64 r6, c[to]
            mad.wide.s32 r4, r0, 4, r4
            mad.wide.s32 r6, r0, 4, r6
            ld.global.b32 r12, [r4]
            st.global.b32 [r6], r12
            exit
        .kernel count
        .param at
            mov.b64 r4, c[at]
            mov.b32 r6, 1
            atom.global.add.u32 r7, [r4], r6
            exit

        """;

    private const string Write = ".launch copy, grid 16, block 256 (x, y) stream 1\n";

    [Theory]
    [InlineData(".launch copy, grid 16, block 256 (y, z) stream 2\n", "on byte 16384 of device memory (y): kernel 'copy' (command 1, stream 1) and kernel 'copy' (command 2, stream 2)")]
    [InlineData(".launch copy, grid 8, block 256 (x, y + 8192) stream 2\n", "on byte 24576 of device memory (y)")]
    [InlineData(".copy out, y stream 2\n", "and the copy of 'y' (command 2, stream 2)")]
    [InlineData(".copy in, x stream 2\n", "on byte 0 of device memory (x)")]
    [InlineData(".record e stream 2\n.await e stream 1\n.launch copy, grid 16, block 256 (y, z) stream 2\n", "(command 4, stream 2)")]
    public void What_nothing_orders_is_named(string second, string message)
    {
        var races = Races(Write + second);
        Assert.Contains(message, Assert.Single(races), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".launch copy, grid 16, block 256 (y, z) stream 1\n")]
    [InlineData(".launch copy, grid 16, block 256 (x, z) stream 2\n")]
    [InlineData(".record e stream 1\n.await e stream 2\n.launch copy, grid 16, block 256 (y, z) stream 2\n")]
    [InlineData(".record e stream 1\n.await e stream 2\n.record f stream 2\n.await f stream 3\n.copy out, y stream 3\n")]
    public void What_is_ordered_or_apart_is_not(string second) => Assert.Empty(Races(Write + second));

    [Fact]
    public void Halves_of_a_buffer_and_atomics_are_apart()
    {
        Assert.Empty(Races(".launch copy, grid 8, block 256 (x, y) stream 1\n.launch copy, grid 8, block 256 (x, y + 8192) stream 2\n"));
        Assert.Empty(Races(".launch count, grid 4, block 32 (z) stream 1\n.launch count, grid 4, block 32 (z) stream 2\n"));
        Assert.Single(Races(".launch count, grid 4, block 32 (z) stream 1\n.launch copy, grid 1, block 32 (z, y) stream 2\n"));
    }

    private static List<string> Races(string launches)
    {
        var races = new List<string>();
        var family = DeviceFamilies.Of(SimtBench.Chip);
        family.Evaluate(SimtBench.Chip, SimtBench.Assemble(Kernels + launches), null, new ValueWatch { Races = races }, TestContext.Current.CancellationToken);
        return races;
    }
}
