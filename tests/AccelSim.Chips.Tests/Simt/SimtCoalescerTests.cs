using AccelSim.Chips.Simt;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>Reads of several SMs that the L2 answers as one.</summary>
public class SimtCoalescerTests
{
    private const int Lines = 64;

    /// <summary>What is asked is the same with and without: each sector by itself or together with another's.</summary>
    [Fact]
    public void Reads_of_the_same_lines_by_all_SMs_become_fewer_and_none_is_lost()
    {
        var (with, without) = (Run(8, stride: 0), Run(null, stride: 0));

        // Each line is copied once, to the partition that is not its home.
        var all = 4L * Lines * (with.Chip.Sms + 1);
        Assert.Equal((all, 0), (without.MemoryCounters.L2Sectors, without.MemoryCounters.JoinedSectors));
        Assert.Equal(all, with.MemoryCounters.L2Sectors + with.MemoryCounters.JoinedSectors);
        Assert.InRange(with.MemoryCounters.JoinedSectors, all / 2, all - 1);
        Assert.Equal(without.Dram.BytesRead, with.Dram.BytesRead);
        Assert.Equal(without.MemoryCounters.ReplyBytes, with.MemoryCounters.ReplyBytes);
        Assert.True(with.MemoryCounters.ReadSectors < without.MemoryCounters.ReadSectors);
    }

    [Fact]
    public void Reads_of_different_lines_take_the_same_time_as_without()
    {
        var (with, without) = (Run(8, stride: 128 * Lines), Run(null, stride: 128 * Lines));
        Assert.Equal(0, with.MemoryCounters.JoinedSectors);
        Assert.Equal(without.Runs[^1].LastBlock, with.Runs[^1].LastBlock);
    }

    [Fact]
    public void Only_the_last_reads_that_are_not_answered_are_found()
    {
        var coalescer = new ReadCoalescer(2);
        var places = new[] { 10, 20, 30 }.Select(line => coalescer.Add(line, line + 1)).ToArray();
        Assert.Equal([-1, 21, 31], new[] { 10L, 20, 30 }.Select(coalescer.Find));
        coalescer.Remove(places[0], 11);
        Assert.Equal(31, coalescer.Find(30));
        coalescer.Remove(places[1], 21);
        Assert.Equal([-1, 31], new[] { 20L, 30 }.Select(coalescer.Find));
    }

    /// <summary>A warp on each SM reads lines, <paramref name="stride"/> bytes further for each block.</summary>
    private static SimtDevice Run(int? requests, int stride)
    {
        var chip = SimtBench.Chip("h100-sxm5");
        chip = chip with { L2 = chip.L2 with { Coalescer = requests is { } most ? new L2CoalescerSpec { Requests = most } : null } };
        var loads = string.Concat(Enumerable.Range(0, Lines).Select(line => $"    ld.global.b32 r{16 + line}, [r4 + {128 * line}]\n"));
        return SimtBench.Run(chip, $"""
            .buffer data, u8, {(Lines * 128) + (chip.Sms * stride)}
            .kernel reads
            .param data
                s2r r0, %tid.x
                s2r r1, %ctaid.x
                mov.b64 r4, c[data]
                mad.wide.s32 r4, r0, 4, r4
                mad.wide.s32 r4, r1, {stride}, r4
            {loads}    exit
            .end
            .launch reads, grid {chip.Sms}, block 32 (data)
            """).Device;
    }
}
