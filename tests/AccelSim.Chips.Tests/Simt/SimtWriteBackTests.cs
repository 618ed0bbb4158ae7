using AccelSim.Chips.Simt;
using AccelSim.Machine.Simt;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>How what kernels write reaches device memory, and who waits for it.</summary>
public class SimtWriteBackTests
{
    private const long Peak = 900_000_000_000;

    [Fact]
    public void A_stream_of_writes_is_as_fast_as_device_memory_once_the_L2_is_full()
    {
        var few = SimtBench.Run(V100(), Writes(24 << 20)).Device.Runs[0];
        var many = SimtBench.Run(V100(), Writes(32 << 20)).Device.Runs[0];
        var rate = (8L << 20) / ((many.LastBlock - many.FirstBlock - few.LastBlock + few.FirstBlock) * 1e-15);
        Assert.InRange(rate, 0.85 * Peak, 1.01 * Peak);
    }

    [Fact]
    public void What_fits_in_the_L2_is_written_back_by_no_one()
    {
        var device = SimtBench.Run(V100(), Writes(1 << 20, times: 4)).Device;
        device.Dram.Flush();
        Assert.Equal(0, device.Dram.BytesWritten);
        Assert.Equal(4 << 20, device.MemoryCounters.L2Sectors * 32);
    }

    [Fact]
    public void A_row_is_opened_once_for_all_that_was_written_of_it()
    {
        var device = SimtBench.Run(V100(), Writes(24 << 20)).Device;
        device.Dram.Flush();
        var (bursts, activates) = (device.Dram.Counters.Sum(channel => channel.Writes), device.Dram.Counters.Sum(channel => channel.Activates));
        Assert.True(bursts > 20 * activates, $"{bursts} bursts, {activates} rows opened");
    }

    [Fact]
    public void Stores_wait_for_room_in_the_buffer_in_front_of_the_crossbar()
    {
        var wide = SimtBench.Run(V100(), Writes(4 << 20));
        var narrow = SimtBench.Run(V100("interconnect.buffer=1 KiB"), Writes(4 << 20));
        Assert.True(narrow.Device.Stalls[(int)StallReason.LgThrottle] > wide.Device.Stalls[(int)StallReason.LgThrottle]);
        Assert.True(narrow.Cycles > wide.Cycles);
        Assert.Equal(wide.Device.MemoryCounters.L2Sectors, narrow.Device.MemoryCounters.L2Sectors);
    }

    [Theory]
    [InlineData("0 %")]
    [InlineData("100 %")]
    public void Every_share_of_written_lines_runs_to_the_end(string dirty)
    {
        var device = SimtBench.Run(V100($"l2.dirty={dirty}"), Writes(12 << 20)).Device;
        device.Dram.Flush();
        Assert.InRange(device.Dram.BytesWritten, 6 << 20, 12 << 20);
    }

    [Fact]
    public void Tags_agree_with_a_list_of_lines()
    {
        var steps = from line in Gen.Choose(0, 40) from kind in Gen.Choose(0, 3) select (Line: (long)line, Kind: kind);
        Law.Holds(from all in Gen.ListOf(steps, 200) select all, all =>
        {
            var tags = new SectorTags(2, 4);
            var model = new List<(long Line, bool Dirty, bool Leaving)>();
            foreach (var (line, kind) in all)
            {
                Step(tags, model, line, kind);
                foreach (var set in (long[])[0, 1])
                {
                    var lines = model.Where(entry => entry.Line % 2 == set).ToList();
                    var oldest = tags.OldestDirty(set);
                    Assert.Equal(lines.Where(entry => entry.Dirty && !entry.Leaving).Select(entry => entry.Line).LastOrDefault(-1), oldest < 0 ? -1 : tags.LineAt(oldest));
                    Assert.True(lines.Count < 4 || tags.LineAt(tags.Oldest(set)) == lines[^1].Line);
                    Assert.Equal(lines.Count == 4 && lines.All(entry => entry.Dirty || entry.Leaving), tags.Victim(set) < 0);
                }
            }
        });
    }

    /// <summary>The model has the most recently used line first.</summary>
    private static void Step(SectorTags tags, List<(long Line, bool Dirty, bool Leaving)> model, long line, int kind)
    {
        var place = tags.Find(line);
        var at = model.FindIndex(entry => entry.Line == line);
        Assert.Equal(at < 0, place < 0);
        if (place < 0)
        {
            place = tags.Victim(line);
            if (place < 0)
            {
                return;
            }

            model.RemoveAll(entry => entry.Line == tags.LineAt(place));
            tags.Install(place, line);
            model.Insert(0, (line, false, false));
            return;
        }

        var now = model[at];
        switch (kind)
        {
            case 0:
                tags.Use(place);
                model.RemoveAt(at);
                model.Insert(0, now);
                break;
            case 1:
                var count = tags.Soil(place, 1);
                model[at] = now with { Dirty = true };
                Assert.Equal(model.Count(entry => entry.Line % 2 == line % 2 && entry.Dirty), count);
                break;
            case 2 when !now.Leaving:
                Assert.Equal(now.Dirty ? 1 : 0, tags.Clean(place));
                model[at] = now with { Dirty = false, Leaving = now.Dirty };
                break;
            default:
                tags.At(place).Leaving = 0;
                model[at] = now with { Leaving = false };
                break;
        }
    }

    private static SimtChip V100(params string[] set) => SimtBench.Chip("v100-sxm2", set);

    private static string Writes(long bytes, int times = 1) => $"""
        .buffer data, u8, {bytes}
        .kernel write
        .param data
            s2r r0, %ctaid.x
            s2r r1, %tid.x
            mad.lo.s32 r0, r0, 256, r1
            mov.b64 r4, c[data]
            mad.wide.s32 r4, r0, 16, r4
            mov.b64 r8, 0
            mov.b64 r10, 0
        {string.Concat(Enumerable.Repeat("    st.global.b128 [r4], r8\n", times))}    exit
        .end
        .launch write, grid {bytes / 16 / 256}, block 256 (data)
        """;
}
