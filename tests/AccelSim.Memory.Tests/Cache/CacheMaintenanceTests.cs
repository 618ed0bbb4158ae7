using AccelSim.Machine;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Cache;

/// <summary>The write-back buffer, and lines that are written back or let go because somebody asks for it.</summary>
public class CacheMaintenanceTests
{
    private const long Cycle = 1_000_000;

    /// <summary>One line of 128 B in sectors of 32 B; whole sectors are written without a fetch.</summary>
    private static readonly CacheConfig OneLine = new(128, 128, 32, 1)
    {
        TagLatencyCycles = 4,
        HitLatencyCycles = 10,
        WriteMiss = CacheWriteMiss.AllocateWithoutFetch,
    };

    private static readonly CacheConfig Plain = new(16 * 1024, 128, 32, 4) { TagLatencyCycles = 4, HitLatencyCycles = 10, Mshrs = 4 };

    [Theory]
    [InlineData(null, 0)]
    [InlineData(1, 94)] // the first line leaves at 20 + 4 and is accepted 100 later; the third write came at 30
    [InlineData(2, 0)]
    public void A_write_waits_for_room_in_the_write_back_buffer(int? entries, long waits)
    {
        var user = new CacheUser(OneLine with { WriteBacks = entries }, _ => 100 * Cycle);
        user.Plan(0, 0, 32, write: true);
        user.Plan(20, 128, 32, write: true);
        user.Plan(30, 256, 32, write: true);
        user.Run();
        Assert.Equal([10, 10, 10 + waits], Enumerable.Range(0, 3).Select(user.Cycles));
        Assert.Equal(waits * Cycle, user[2].MissLimit);
        Assert.Equal(entries is null ? 0 : Math.Min(entries.Value, 2), user.Cache.Counters.MostWriteBacks);
    }

    [Fact]
    public void A_line_that_replaces_a_clean_one_does_not_wait_for_the_buffer()
    {
        var user = new CacheUser(OneLine with { WriteBacks = 1 }, _ => 100 * Cycle);
        user.Plan(0, 0, 32, write: true);
        user.Plan(20, 128, 32, write: false);
        user.Plan(125, 256, 32, write: true);
        user.Run();

        // The read evicts the dirty line at 20, is sent before it at 24 and back at 124, when the buffer is free again.
        Assert.Equal([10, 104, 10], Enumerable.Range(0, 3).Select(user.Cycles));
        Assert.Equal([(128, 32, false, true), (0, 32, true, true)], user.Below.Seen);
    }

    [Fact]
    public void What_is_read_again_is_asked_for_after_it_was_written_back()
    {
        var user = new CacheUser(OneLine with { WriteBacks = 2 }, _ => 100 * Cycle);
        user.Plan(0, 0, 64, write: true);
        user.Plan(20, 128, 32, write: true);
        user.Plan(21, 0, 32, write: false);
        user.Run();
        Assert.Equal([(0, 64, true, true), (0, 32, false, true)], user.Below.Seen.Where(a => a.Address == 0));
        Assert.Contains((128, 32, true, true), user.Below.Seen);
    }

    [Theory]
    [InlineData(CacheMaintenance.WriteBack, 32 + 2, true, 3)]
    [InlineData(CacheMaintenance.WriteBackAndInvalidate, 32 + 2, false, 3)]
    [InlineData(CacheMaintenance.Invalidate, 32, false, 0)]
    public void All_lines_take_a_cycle_a_set_and_one_for_each_further_dirty_line(CacheMaintenance what, int walk, bool stays, int written)
    {
        // 32 sets, whose numbers are mixed with the bits above: lines 0, 33 (33 ^ 1 = 32) and 66 (66 ^ 2 = 64) share set 0.
        var user = new CacheUser(Plain, _ => 1 * Cycle);
        foreach (var line in (int[])[0, 33, 66])
        {
            user.Do(line * 128, 128, write: true);
        }

        user.Do(5 * 128, 128, write: false);
        var number = user.PlanMaintenance(1000, what, 0, long.MaxValue);
        user.Run();

        // The last look-up ends the tag latency after its cycle, and what was written back has long been accepted.
        Assert.Equal(walk - 1 + 4, user.Cycles(number));
        Assert.Equal(written, user.Below.Seen.Count(a => a.Write));
        Assert.Equal(stays ? 0 : 4, user.Cache.Counters.Invalidations);
        Assert.Equal(stays, user.Do(5 * 128, 32, write: false).Hit);
    }

    [Fact]
    public void A_range_takes_a_cycle_a_line_and_ends_when_the_next_level_has_accepted()
    {
        var user = new CacheUser(Plain with { WriteBacks = 1 }, _ => 100 * Cycle);
        for (var line = 0; line < 4; line++)
        {
            user.Do(line * 128, 128, write: true);
        }

        // Lines 1 and 2: the first leaves at 1004, accepted at 1104, when the other is looked at again, leaves 4 later and is accepted at 1208.
        var number = user.PlanMaintenance(1000, CacheMaintenance.WriteBack, 200, 100);
        user.Run();
        Assert.Equal(208, user.Cycles(number));
        Assert.Equal([128L, 256L], user.Below.Seen.Where(a => a.Write).Select(a => a.Address));

        // Nothing is dirty any more: two cycles, the second's look-up 4.
        number = user.PlanMaintenance(2000, CacheMaintenance.WriteBackAndInvalidate, 200, 100);
        user.Run();
        Assert.Equal(1 + 4, user.Cycles(number));
        Assert.Equal(2, user.Cache.Counters.Invalidations);
        Assert.True(user.Do(0, 32, write: false).Hit);
        Assert.False(user.Do(128, 32, write: false).Hit);
    }

    [Fact]
    public void A_line_on_its_way_is_let_go_when_it_has_come()
    {
        var user = new CacheUser(Plain, _ => 100 * Cycle);
        user.Plan(0, 0, 32);
        var number = user.PlanMaintenance(50, CacheMaintenance.Invalidate, 0, 1);
        user.Run();
        Assert.Equal((104, 54 + 4), (user.Cycles(0), user.Cycles(number)));
        Assert.False(user.Do(0, 32, write: false).Hit);
    }

    [Fact]
    public void Hits_traffic_and_time_are_those_of_a_naive_simulator() => Law.Holds(
        from config in CacheGens.Configs
        from writeBacks in Gen.Elements<int?>(null, 1, 2)
        from accesses in CacheGens.Accesses()
        from every in Gen.Choose(3, 40)
        from works in Gen.ArrayOf(
            from what in Gen.Elements(Enum.GetValues<CacheMaintenance>())
            from first in Gen.Choose(0, 60)
            from lines in Gen.Elements(1, 2, 7, 100_000)
            select (what, first, lines), 300)
        select (config with { WriteBacks = writeBacks, TagLatencyCycles = 3, HitLatencyCycles = 3 }, accesses, every, works), t =>
        {
            var (config, accesses, every, works) = t;
            var user = new CacheUser(config, _ => 0);
            var naive = new NaiveCache(config);
            for (var i = 0; i < 120; i++)
            {
                var before = user.Cache.Counters;
                var written = 0;
                if (i % every == 0)
                {
                    var (what, first, lines) = works[i];
                    var sets = config.SizeBytes / config.LineBytes / config.Ways;
                    var dirty = what == CacheMaintenance.Invalidate ? [] : naive.DirtyLines(first, first + lines - 1L).ToList();
                    var extra = lines <= sets ? 0 : dirty.Sum(count => Math.Max(0, count - 1));
                    var number = user.PlanMaintenance((user.Time + Cycle) / Cycle, what, first * 128L, lines * 128L);
                    written = naive.Maintain(what, first, first + lines - 1L).Count;
                    user.Run();

                    // The buffer of a level that accepts at once is full only while its one line looks for it.
                    var walk = Math.Min(lines, sets) + extra - 1 + config.TagLatencyCycles;
                    Assert.True(config.WriteBacks is not null ? user.Cycles(number) >= walk : user.Cycles(number) == walk, $"{user.Cycles(number)} and {walk}");
                }
                else
                {
                    var (address, bytes, write) = accesses[i];
                    var expected = naive.Touch(address, bytes, write);
                    user.Do(address, bytes, write);
                    written = expected.WrittenBack.Count;
                    Assert.Equal(expected.Found, user.Cache.Counters.Hits - before.Hits);
                    Assert.Equal(expected.Fetched.Count * config.SectorBytes, user.Cache.Counters.BytesFetched - before.BytesFetched);
                }

                Assert.Equal(written * config.SectorBytes, user.Cache.Counters.BytesWrittenBack - before.BytesWrittenBack);
            }
        }, count: 80);

    [Fact]
    public void Under_load_nothing_is_lost_and_no_more_lines_leave_at_a_time_than_there_is_room_for() => Law.Holds(
        from config in CacheGens.Configs
        from entries in Gen.Choose(1, 3)
        from mshrs in Gen.Choose(1, 4)
        from accesses in CacheGens.Accesses(20)
        from gaps in Gen.ArrayOf(Gen.Elements(0, 0, 1, 3, 40), 300)
        from works in Gen.ArrayOf(Gen.Choose(0, 40), 8)
        from seed in Gen.Choose(0, 10_000)
        select (config with { WriteBacks = entries, Mshrs = mshrs, Writes = CacheWritePolicy.WriteBack, WriteMiss = CacheWriteMiss.AllocateWithFetch, SectorBytes = 128 }, accesses, gaps, works, seed), t =>
        {
            var random = new CongruentialRandom((ulong)t.seed);
            var user = new CacheUser(t.Item1, _ => (long)(random.Next() % 60) * Cycle / 2);
            var cycle = 0L;
            for (var i = 0; i < t.accesses.Length; i++)
            {
                cycle += t.gaps[i];
                user.Plan(cycle, t.accesses[i].Address, t.accesses[i].Bytes, t.accesses[i].Write);
                if (i % 40 == 39)
                {
                    var work = t.works[i / 40];
                    user.PlanMaintenance(cycle, (CacheMaintenance)(work % 2), work * 64L, 500);
                }
            }

            var last = user.PlanMaintenance(cycle + 1_000_000, CacheMaintenance.WriteBackAndInvalidate, 0, long.MaxValue);
            user.Run();
            Assert.Equal(last + 1, user.Answered.Count);

            // A whole line is one write: as many at a time as entries, and each written byte reaches the next level after it was written last.
            Assert.InRange(user.Below.MostWrites, 0, t.Item1.WriteBacks!.Value);
            foreach (var line in t.accesses.Where(a => a.Write).Select(a => a.Address / 128).Distinct())
            {
                Assert.Contains(user.Below.Seen, a => a.Write && a.Address / 128 == line);
            }

            var written = user.Cache.Counters.BytesWrittenBack;
            user.PlanMaintenance((user.Time / Cycle) + 1, CacheMaintenance.WriteBackAndInvalidate, 0, long.MaxValue);
            user.Run();
            Assert.Equal(written, user.Cache.Counters.BytesWrittenBack);
        }, count: 60);
}
