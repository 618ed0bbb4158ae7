using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

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
    public void A_cache_that_is_not_whole_sets_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SectoredCache(new CacheConfig(1000, 128, 32, 4)));
}
