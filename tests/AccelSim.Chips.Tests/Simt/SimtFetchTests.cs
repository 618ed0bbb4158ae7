using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>What the L2 fetches from device memory around what copies ask for.</summary>
public class SimtFetchTests
{
    private const int Lines = 64;

    [Theory]
    [InlineData("", 32)]
    [InlineData(".l2_64b", 64)]
    [InlineData(".l2_128b", 128)]
    public void A_copy_brings_what_it_names_around_a_sector(string fetch, int bytes)
    {
        var device = SimtBench.Run(A100(), Copies(fetch, 0)).Device;
        Assert.Equal(Lines * bytes, device.Dram.BytesRead);
    }

    [Theory]
    [InlineData("", 64)]
    [InlineData(".l2_64b", 128)]
    [InlineData(".l2_128b", 128)]
    public void What_was_fetched_around_is_there_for_who_comes_next(string fetch, int bytes)
    {
        var device = SimtBench.Run(A100(), Copies(fetch, 0, 96)).Device;
        Assert.Equal(Lines * bytes, device.Dram.BytesRead);
        Assert.Equal(fetch == ".l2_128b" ? Lines : 0, device.MemoryCounters.L2Hits);
    }

    [Fact]
    public void A_partition_without_the_line_asks_its_home_which_fetches_around()
    {
        var near = SimtBench.Run(A100(), Copies(".l2_128b", 0)).Device;
        Assert.InRange(near.MemoryCounters.FarSectors, 1, Lines - 1);
        Assert.Equal(Lines * 128, near.Dram.BytesRead);
    }

    private static SimtChip A100() => SimtBench.Chip("a100-sxm4-80");

    /// <summary>A warp copies the first 16 bytes at each offset of 64 lines, two lines at a time, and waits after each offset.</summary>
    private static string Copies(string fetch, params int[] offsets)
    {
        var code = string.Concat(offsets.Select(offset => $"""
                cp.async.b128{fetch} [r10], [r4 + {offset}]
                cp.async.b128{fetch} [r10], [r4 + {offset + 12288}]
                cp.async.commit
                cp.async.wait 0

            """));
        return $"""
            .buffer data, u8, 16384
            .kernel copies
            .param data
            .shared 512
                s2r r0, %tid.x
                shl.b32 r10, r0, 4
                mov.b64 r4, c[data]
                mad.wide.s32 r4, r0, 128, r4
            {code}    exit
            .end
            .launch copies, grid 1, block 32 (data)
            """;
    }
}
