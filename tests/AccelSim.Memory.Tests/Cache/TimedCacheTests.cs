using AccelSim.Engine;
using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Cache;

public class TimedCacheTests
{
    private const long Cycle = 1_000_000;

    private static readonly CacheConfig Plain = new(16 * 1024, 128, 32, 4) { TagLatencyCycles = 4, HitLatencyCycles = 10, Mshrs = 4, MergesPerMshr = 2 };

    /// <summary>Caches of all policies with all kinds of banks and few registers.</summary>
    private static Gen<CacheConfig> Configs =>
        from config in CacheGens.Configs
        from banks in Gen.Elements(1, 2, 3, 4, 8)
        from width in Gen.Elements(16, 32, 128)
        from interleave in Gen.Elements(1, 2, 8)
        from mshrs in Gen.Choose(1, 6)
        from merges in Gen.Choose(0, 3)
        from tag in Gen.Choose(1, 5)
        from hit in Gen.Choose(0, 30)
        from writeBacks in Gen.Elements<int?>(null, 1, 3)
        select config with
        {
            WriteBacks = writeBacks,
            Banks = banks,
            BankWidthBytes = width,
            BankInterleaveBytes = width * interleave,
            Mshrs = mshrs,
            MergesPerMshr = merges,
            TagLatencyCycles = tag,
            HitLatencyCycles = tag + hit,
        };

    private static Gen<(CacheConfig Config, (long Address, int Bytes, bool Write)[] Accesses, int[] Gaps, int Seed)> Loads =>
        from config in Configs
        from accesses in CacheGens.Accesses(20)
        from gaps in Gen.ArrayOf(Gen.Elements(0, 0, 0, 1, 2, 40), 300)
        from seed in Gen.Choose(0, 10_000)
        select (config, accesses, gaps, seed);

    [Fact]
    public void A_hit_takes_the_hit_latency_and_a_miss_the_tags_and_the_next_level()
    {
        var user = new CacheUser(Plain, _ => (100 * Cycle) + 300_000);
        user.Plan(0, 0, 32);
        user.Plan(200, 0, 32);
        user.Run();
        Assert.Equal((104 * Cycle) + 300_000, user[0].Done);
        Assert.Equal((4 * Cycle, (100 * Cycle) + 300_000, false), (user[0].Latency, user[0].Below, user[0].Hit));
        Assert.Equal((10, true), (user.Cycles(1), user[1].Hit));
    }

    [Fact]
    public void A_hit_is_answered_before_an_earlier_miss()
    {
        var user = new CacheUser(Plain, _ => 100 * Cycle);
        user.Do(0, 128, write: false);
        user.Plan(1000, 4096, 32);
        user.Plan(1001, 0, 32);
        user.Run();
        Assert.Equal([0, 2, 1], user.Answered);
        Assert.Equal(10, user.Cycles(2));
    }

    [Fact]
    public void Misses_of_one_line_that_come_together_are_fetched_once()
    {
        var user = new CacheUser(Plain, _ => 100 * Cycle);
        for (var i = 0; i < 3; i++)
        {
            user.Plan(i, 0, 64);
        }

        user.Plan(3, 64, 32);
        user.Run();
        Assert.Equal([(0, 64, false, true), (64, 32, false, true)], user.Below.Seen);
        Assert.Equal(2, user.Cache.Counters.Merges);

        // Two may wait with the first: the fourth stands in front of the bank until the line has come, and misses then.
        Assert.Equal(104, user.Cycles(0));
        Assert.Equal(104 * Cycle, user[2].Done);
        Assert.Equal(101 * Cycle, user[3].MissLimit);
    }

    [Fact]
    public void A_full_register_file_stops_the_bank_but_not_the_others()
    {
        var config = Plain with { Banks = 2, Mshrs = 1 };
        var user = new CacheUser(config, _ => 100 * Cycle);
        user.Do(128, 128, write: false);
        user.Do(1024, 128, write: false);
        user.Plan(1000, 0, 32);
        user.Plan(1001, 256, 32);
        user.Plan(1002, 1024, 32);
        user.Plan(1003, 128, 32);
        user.Run();
        Assert.Equal(10, user.Cycles(5));

        // The second miss waits for the first, and the hit behind it in the same bank with it.
        Assert.Equal(103 * Cycle, user[3].MissLimit);
        Assert.Equal(102 * Cycle, user[4].MissLimit);
        Assert.True(user[4].Hit);
        user.Cache.Settle(user.Time);
        Assert.Equal(103 * Cycle, user.Cache.Banks[0][Cause.CacheMissLimit]);
        Assert.Equal(0, user.Cache.Banks[1][Cause.CacheMissLimit]);
    }

    [Fact]
    public void Writes_pass_through_a_first_level_and_are_answered_by_the_next()
    {
        var config = Plain with { Writes = CacheWritePolicy.WriteThrough, WriteMiss = CacheWriteMiss.NoAllocate };
        var user = new CacheUser(config, _ => 50 * Cycle);
        user.Do(0, 32, write: false);
        Assert.Equal(54 * Cycle, user.Do(0, 20, write: true).Latency + user[1].Below);
        user.Do(4096, 32, write: true);
        Assert.Equal([(0, 32, false, true), (0, 20, true, true), (4096, 32, true, true)], user.Below.Seen);
        Assert.True(user.Do(0, 32, write: false).Hit);
        Assert.False(user.Do(4096, 32, write: false).Hit);
    }

    [Fact]
    public void A_write_to_a_sector_on_its_way_waits_for_it()
    {
        var user = new CacheUser(Plain, _ => 100 * Cycle);
        user.Plan(0, 0, 32);
        user.Plan(5, 0, 32, write: true);
        user.Run();
        Assert.Equal(104 * Cycle, user[1].Done);
        Assert.Equal([(0, 32, false, true)], user.Below.Seen);
    }

    [Fact]
    public void Every_access_is_answered_once_and_no_register_is_used_twice() => Law.Holds(Loads, t =>
    {
        var user = Loaded(t.Config, t.Accesses, t.Gaps, t.Seed);
        user.Run();
        Assert.Equal(t.Accesses.Length, user.Answered.Count);
        Assert.True(user.Below.MostLines <= t.Config.Mshrs);
        Assert.True(user.Cache.Counters.MostMisses <= t.Config.Mshrs);
        var counters = user.Cache.Counters;
        Assert.Equal(t.Accesses.Length, counters.Accesses);
        Assert.Equal(counters.BytesFetched, user.Below.Seen.Where(a => !a.Write).Sum(a => a.Bytes));
        Assert.Equal(counters.BytesWrittenThrough + counters.BytesWrittenBack, user.Below.Seen.Where(a => a.Write).Sum(a => a.Bytes));
        Assert.Equal(t.Config.WriteBacks is null ? counters.BytesWrittenBack : 0, user.Below.Seen.Where(a => a.Write && !a.Awaited).Sum(a => a.Bytes));
        Assert.InRange(counters.MostWriteBacks, 0, t.Config.WriteBacks ?? 0);
        var again = Loaded(t.Config, t.Accesses, t.Gaps, t.Seed);
        again.Run();
        Assert.Equal(user.TraceHash, again.TraceHash);
    });

    [Fact]
    public void One_access_after_the_other_hits_as_without_time() => Law.Holds(
        from config in Configs from accesses in CacheGens.Accesses() select (config, accesses), t =>
        {
            var user = new CacheUser(t.config, _ => 10 * Cycle);
            var naive = new NaiveCache(t.config);
            foreach (var (address, bytes, write) in t.accesses.Take(150))
            {
                var before = user.Cache.Counters;
                var expected = naive.Touch(address, bytes, write);
                user.Do(address, bytes, write);
                var after = user.Cache.Counters;
                Assert.Equal(expected.Found, after.Hits - before.Hits);
                Assert.Equal(expected.Fetched.Count * t.config.SectorBytes, after.BytesFetched - before.BytesFetched);
                Assert.Equal(expected.WrittenBack.Count * t.config.SectorBytes, after.BytesWrittenBack - before.BytesWrittenBack);
                Assert.Equal(expected.Through, after.BytesWrittenThrough - before.BytesWrittenThrough);
                Assert.Equal(expected.Evicted is null ? 0 : 1, after.Evictions - before.Evictions);
                Assert.Equal(0, after.Underway + after.Merges);
            }
        }, count: 60);

    [Fact]
    public void The_time_of_each_bank_is_divided_without_rest_and_bounds_hold() => Law.Holds(Loads, t =>
    {
        var user = Loaded(t.Config, t.Accesses, t.Gaps, t.Seed);
        user.Run();
        var end = user.Time + (1000 * Cycle);
        user.Cache.Settle(end);
        Assert.All(user.Cache.Banks, bank =>
        {
            var sum = 0L;
            foreach (var part in bank.ByCause)
            {
                sum += part;
            }

            Assert.Equal((end, end), (sum, bank.End));
            Assert.Equal(end, bank[Cause.Idle] + bank[Cause.CacheBandwidth] + bank[Cause.CacheConflict] + bank[Cause.CacheMissLimit]);
        });

        // What waits before a miss that cannot be taken, one bank does: no access waits longer for that than a bank stands.
        for (var i = 0; i < t.Accesses.Length; i++)
        {
            var outcome = user[i];
            Assert.True(outcome.MissLimit <= user.Cache.Banks.Max(bank => bank[Cause.CacheMissLimit]));
            Assert.True(outcome.Done - outcome.Below >= t.Config.TagLatencyCycles * Cycle);
            Assert.True(!outcome.Hit || outcome.Latency == t.Config.HitLatencyCycles * Cycle);
        }
    });

    [Fact]
    public void An_access_alone_takes_the_cycles_of_its_fullest_bank() => Law.Holds(
        from config in Configs
        from address in Gen.Choose(0, 127)
        from bytes in Gen.Choose(1, 128)
        select (config with { WriteMiss = CacheWriteMiss.AllocateWithoutFetch }, address, Math.Min(bytes, 128 - address)), t =>
        {
            var (config, address, bytes) = t;
            var user = new CacheUser(config, _ => 10 * Cycle);
            user.Do(0, 128, write: false);
            user.Plan(1000, address, bytes);
            user.Run();
            Assert.Equal(Load(config, [(address, bytes)]).Max() - 1 + config.HitLatencyCycles, user.Cycles(1));
            Assert.Equal(Load(config, [(address, bytes)]).Max(), BankConflicts.Cycles(Sram(config), new AffinePattern(address, bytes)));
        });

    [Fact]
    public void Words_that_come_together_take_the_cycles_of_the_fullest_bank() => Law.Holds(
        from config in Configs
        from words in Gen.ArrayOf(Gen.Choose(0, 63), 40)
        select (config with { SizeBytes = 64 * 128 * 16, Ways = 16, Replacement = default }, words), t =>
        {
            var (config, words) = t;
            var user = new CacheUser(config, _ => 10 * Cycle);
            for (var line = 0; line < 8; line++)
            {
                user.Do(line * 128, 128, write: false);
            }

            var asked = words.Select(word => ((long)word * 16, 16)).ToArray();
            foreach (var (address, bytes) in asked)
            {
                user.Plan(10_000, address, bytes);
            }

            user.Run();
            Assert.Equal(Load(config, asked).Max() - 1 + config.HitLatencyCycles, Enumerable.Range(8, 40).Max(user.Cycles));
        });

    [Fact]
    public void Accesses_allocate_nothing()
    {
        var user = new CacheUser(Plain with { Banks = 2, BankWidthBytes = 32, BankInterleaveBytes = 32 }, n => (20 + (n % 7)) * Cycle);
        user.Below.Watches = false;
        var pump = new Pump(user);
        pump.Start(10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        pump.Start(50_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(user.Cache.Counters.Evictions > 1000 && user.Cache.Counters.Hits > 1000);
    }

    [Fact]
    public void Caches_stand_on_each_other_and_on_device_memory()
    {
        var simulation = new Simulation();
        var clock = CacheUser.Clock;
        var dram = new DramSystem(simulation, Lpddr5.Config(4));
        var second = new TimedCache(
            simulation, new CacheConfig(256 * 1024, 128, 32, 16) { Banks = 4, BankWidthBytes = 32, BankInterleaveBytes = 128, HitLatencyCycles = 30 },
            clock, new DramLevel(simulation, dram), "L2");
        var first = new TimedCache(
            simulation, new CacheConfig(16 * 1024, 128, 32, 4)
            {
                Writes = CacheWritePolicy.WriteThrough,
                WriteMiss = CacheWriteMiss.NoAllocate,
                Banks = 4,
                BankWidthBytes = 32,
                BankInterleaveBytes = 32,
            },
            clock, second, "L1");
        var count = new Counter();
        for (var i = 0; i < 1000; i++)
        {
            first.Access(i * 96 / 32 * 32 % 65536, 32, i % 4 == 0, count, i);
        }

        simulation.Run(TestContext.Current.CancellationToken);
        Assert.Equal(1000, count.Answers);
        Assert.Equal(first.Counters.BytesFetched + first.Counters.BytesWrittenThrough, second.Counters.Accesses * 32);
        Assert.Equal(second.Counters.BytesFetched, dram.BytesRead / 2);
        Assert.Throws<ArgumentException>(() => new TimedCache(simulation, Plain with { LineBytes = 256, BankWidthBytes = 256, BankInterleaveBytes = 256 }, clock, first, "bad"));
    }

    private static CacheUser Loaded(CacheConfig config, (long Address, int Bytes, bool Write)[] accesses, int[] gaps, int seed)
    {
        var random = new CongruentialRandom((ulong)seed);
        var user = new CacheUser(config, _ => (long)(random.Next() % 60) * Cycle / 2);
        var cycle = 0L;
        for (var i = 0; i < accesses.Length; i++)
        {
            cycle += gaps[i];
            user.Plan(cycle, accesses[i].Address, accesses[i].Bytes, accesses[i].Write);
        }

        return user;
    }

    /// <summary>Words that each bank must serve, byte by byte.</summary>
    private static long[] Load(CacheConfig config, IEnumerable<(long Address, int Bytes)> accesses)
    {
        var load = new long[config.Banks];
        foreach (var (address, bytes) in accesses)
        {
            foreach (var word in Enumerable.Range(0, bytes).Select(i => (address + i) / config.BankWidthBytes).Distinct())
            {
                load[word * config.BankWidthBytes / config.BankInterleaveBytes % config.Banks]++;
            }
        }

        return load;
    }

    private static SramConfig Sram(CacheConfig config) =>
        new(CacheUser.Clock, config.Banks, 1, config.BankWidthBytes, 1) { InterleaveBytes = config.BankInterleaveBytes };

    private sealed class Counter : ICacheClient
    {
        public int Answers { get; private set; }

        public void CacheDone(int tag, in CacheOutcome outcome) => Answers++;
    }

    /// <summary>Keeps eight accesses on their way until so many were answered.</summary>
    private sealed class Pump(CacheUser user) : ICacheClient
    {
        private int _left;
        private long _number;

        public void Start(int accesses)
        {
            _left = accesses;
            for (var i = 0; i < 8; i++)
            {
                Next();
            }

            user.RunAll();
        }

        public void CacheDone(int tag, in CacheOutcome outcome)
        {
            if (_left-- > 0)
            {
                Next();
            }
        }

        private void Next()
        {
            _number++;
            var spread = _number % 4 == 0 ? 40 * 1024 : 4 * 1024;
            user.Cache.Access(_number * 7919 * 64 % spread / 128 * 128, 64 + (int)(_number % 2 * 64), _number % 3 == 0, this, 0);
        }
    }
}
