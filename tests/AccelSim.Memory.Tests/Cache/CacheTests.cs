using AccelSim.Machine;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Cache;

public class CacheTests
{
    [Fact]
    public void What_was_touched_last_hits_until_the_ways_are_used_up()
    {
        var cache = new SectoredCache(new CacheConfig(4 * 128, 128, 32, 4));
        Assert.Equal(64, cache.Touch(0, 64, write: false).FetchBytes);
        Assert.Equal(0, cache.Touch(32, 32, write: false).FetchBytes);
        Assert.Equal(32, cache.Touch(64, 32, write: false).FetchBytes);
        Assert.Equal((1L, 3L), (cache.Hits, cache.Misses));
        for (var line = 1; line <= 4; line++)
        {
            cache.Touch(line * 128, 32, write: false);
        }

        Assert.Equal(1, cache.Evictions);
        Assert.Equal(32, cache.Touch(0, 32, write: false).FetchBytes);
    }

    [Fact]
    public void Dirty_bytes_come_back_once() => Law.Holds(
        Gen.ArrayOf(from line in Gen.Choose(0, 40) from sector in Gen.Choose(0, 3) from write in Gen.Elements(true, false) select (line, sector, write)),
        touches =>
        {
            var cache = new SectoredCache(new CacheConfig(2048, 128, 32, 4));
            var dirty = new HashSet<long>();
            foreach (var (line, sector, write) in touches)
            {
                var touch = cache.Touch((line * 128) + (sector * 32), 32, write);
                if (touch.WriteBackBytes > 0)
                {
                    Assert.Equal(touch.WriteBackBytes / 32, dirty.RemoveWhere(address => address / 128 * 128 == touch.EvictedAddress));
                }

                if (write)
                {
                    dirty.Add((line * 128) + (sector * 32));
                }
            }

            Assert.Equal(touches.Length, cache.Hits + cache.Misses);
        });

    [Fact]
    public void Hits_and_traffic_are_those_of_a_naive_simulator() => Law.Holds(
        from config in CacheGens.Configs from accesses in CacheGens.Accesses() select (config, accesses), t =>
        {
            var cache = new SectoredCache(t.config);
            var naive = new NaiveCache(t.config);
            var found = 0L;
            foreach (var (address, bytes, write) in t.accesses)
            {
                var touch = cache.Touch(address, bytes, write);
                var expected = naive.Touch(address, bytes, write);
                found += expected.Found;
                Assert.Equal(found, cache.Hits);
                Assert.Equal(expected.Fetched.Order(), Sectors(t.config, address / 128 * 128, touch.FetchSectors));
                Assert.Equal(expected.Fetched.Count * t.config.SectorBytes, touch.FetchBytes);
                Assert.Equal(expected.Evicted, touch.Evicted ? touch.EvictedAddress : null);
                Assert.Equal(expected.WrittenBack.Order(), Sectors(t.config, touch.EvictedAddress, touch.WriteBackSectors));
                Assert.Equal(expected.WrittenBack.Count * t.config.SectorBytes, touch.WriteBackBytes);
                Assert.Equal(expected.Through, touch.WriteThroughBytes);
            }
        }, count: 400);

    /// <summary>Every byte read is the one written last, though bytes move only when the cache says so: between it and memory, or past it.</summary>
    [Fact]
    public void Data_are_those_of_a_dictionary() => Law.Holds(
        from config in CacheGens.Configs from accesses in CacheGens.Accesses() select (config, accesses), t =>
        {
            // Without fetch a sector that is written in part counts as a whole one: only writes of whole sectors keep data there.
            var whole = t.config.WriteMiss == CacheWriteMiss.AllocateWithoutFetch;
            var cache = new SectoredCache(t.config);
            var memory = new Dictionary<long, int>();
            var held = new Dictionary<long, Dictionary<long, int>>();
            var truth = new Dictionary<long, int>();
            var stamp = 0;
            foreach (var access in t.accesses)
            {
                var sector = t.config.SectorBytes;
                var (address, bytes, write) = access;
                if (whole && write)
                {
                    (address, bytes) = (address / sector * sector, sector);
                }

                var touch = cache.Touch(address, bytes, write);
                foreach (var back in Sectors(t.config, touch.EvictedAddress, touch.WriteBackSectors))
                {
                    Copy(held[touch.EvictedAddress], memory, back);
                }

                if (touch.Evicted)
                {
                    Assert.True(held.Remove(touch.EvictedAddress));
                }

                var line = address / 128 * 128;
                var allocates = !write || t.config.WriteMiss != CacheWriteMiss.NoAllocate;
                if (!held.TryGetValue(line, out var data) && allocates)
                {
                    held[line] = data = [];
                }

                foreach (var fetched in Sectors(t.config, line, touch.FetchSectors))
                {
                    Copy(memory, data!, fetched);
                }

                for (var at = address; at < address + bytes; at++)
                {
                    if (!write)
                    {
                        Assert.Equal(truth.GetValueOrDefault(at), data![at]);
                        continue;
                    }

                    truth[at] = ++stamp;
                    if (allocates || (data?.ContainsKey(at) ?? false))
                    {
                        data![at] = stamp;
                    }

                    if (touch.WriteThroughBytes > 0)
                    {
                        memory[at] = stamp;
                    }
                }
            }

            void Copy(Dictionary<long, int> from, Dictionary<long, int> to, long first)
            {
                for (var at = first; at < first + t.config.SectorBytes; at++)
                {
                    to[at] = from.GetValueOrDefault(at);
                }
            }
        }, count: 400);

    [Fact]
    public void What_is_drawn_at_random_depends_on_the_seed_alone()
    {
        Assert.Equal(Evicted(1), Evicted(1));
        Assert.NotEqual(Evicted(1), Evicted(2));

        static List<long> Evicted(ulong seed)
        {
            var cache = new SectoredCache(new CacheConfig(8 * 128, 128, 128, 8) { Replacement = CacheReplacement.Random, Seed = seed });
            return [.. Enumerable.Range(0, 100).Select(line => cache.Touch(line * 128, 128, write: false).EvictedAddress)];
        }
    }

    [Fact]
    public void A_tree_never_gives_up_what_was_used_last() => Law.Holds(
        Gen.ArrayOf(Gen.Choose(0, 30), 300), lines =>
        {
            var cache = new SectoredCache(new CacheConfig(8 * 128, 128, 128, 8) { Replacement = CacheReplacement.PseudoLeastRecentlyUsed });
            var last = -1L;
            foreach (var line in lines)
            {
                var touch = cache.Touch(line * 128, 128, write: false);
                Assert.False(touch.Evicted && touch.EvictedAddress == last);
                last = line * 128;
            }

            Assert.True(cache.Evictions > 0);
        }, count: 20);

    [Theory]
    [InlineData(CacheReplacement.LeastRecentlyUsed)]
    [InlineData(CacheReplacement.PseudoLeastRecentlyUsed)]
    [InlineData(CacheReplacement.Random)]
    public void A_touch_allocates_nothing(CacheReplacement replacement)
    {
        var cache = new SectoredCache(new CacheConfig(64 * 1024, 128, 32, 8) { Replacement = replacement, WriteMiss = CacheWriteMiss.AllocateWithFetch });
        Touch(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Touch(100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Touch(int count)
        {
            for (var i = 0L; i < count; i++)
            {
                cache.Touch(i * 7919 * 40 % (1 << 20) / 40 * 40 / 128 * 128, 100, i % 3 == 0);
            }
        }
    }

    [Fact]
    public void A_cache_that_is_not_whole_sets_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SectoredCache(new CacheConfig(1000, 128, 32, 4)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 29)]
    [InlineData(-128, 1)]
    [InlineData(256, 129)]
    public void Bytes_that_do_not_lie_in_one_line_are_refused(long address, int bytes)
    {
        var cache = new SectoredCache(new CacheConfig(1024, 128, 32, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Touch(address, bytes, write: false));
    }

    private static IEnumerable<long> Sectors(CacheConfig config, long line, ulong mask) =>
        Enumerable.Range(0, 64).Where(i => ((mask >> i) & 1) != 0).Select(i => line + ((long)i * config.SectorBytes));
}
