using AccelSim.Engine;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Translation;

/// <summary>Page walks that read their tables from device memory.</summary>
public class MemoryWalkTests
{
    private const long Page = 65536;
    private const long L1 = 1_000_000;
    private const long L2 = 10_000_000;

    /// <summary>Three levels of tables of 512 entries: 4 KiB for the root and for its only child, and 128 KiB for the 16384 pages of a GiB.</summary>
    private static readonly TranslationConfig Plain = new()
    {
        PageBytes = Page,
        Requesters = 2,
        L1 = new TlbConfig(4, 4, L1),
        L2 = new TlbConfig(16, 4, L2),
        Walkers = 2,
        Levels = 3,
        TableBases = [(1L << 30) - 139_264, (1L << 30) - 135_168, (1L << 30) - 131_072],
    };

    [Fact]
    public void A_walk_reads_an_entry_of_each_level_one_after_the_other()
    {
        // Page 1000: entry 0 of the root, entry 1 of the second level (1000 / 512), entry 1000 of the last.
        var user = new User(Plain);
        user.Ask(0, 0, 1000 * Page);
        user.Run();
        var alone = Reads(L1 + L2, Plain.TableBases[0], Plain.TableBases[1] + 8, Plain.TableBases[2] + 8000);
        Assert.Equal(alone, user.Told[0]);
        Assert.Equal(3 * 64, user.Dram.BytesRead);
        Assert.Equal(new TranslationCounters { Misses = 1, Walks = 1, WalkReads = 3 }, user.Translation.Counters);
    }

    [Fact]
    public void One_level_takes_the_look_ups_and_a_read_of_closed_rows()
    {
        // LPDDR5 at 800 MHz: two bursts in two banks, the second row opened tRRD_S later: 4 + 15 (tRCD) + 17 (CL) + 2 ticks of 1.25 ns, begun at an edge after 11 ns,
        // each activate by one command.
        var user = new User(Plain with { Levels = 1, TableBases = [0] });
        user.Ask(0, 0, 0);
        user.Run();
        Assert.Equal(11_250_000 + (38 * 1_250_000), user.Told[0]);
    }

    [Fact]
    public void A_second_miss_of_a_page_waits_for_the_walk_of_the_first_and_then_it_hits()
    {
        var user = new User(Plain);
        user.Ask(0, 0, 0);
        user.Ask(5_000_000, 0, 128);
        user.Ask(20_000_000, 1, 256);
        user.Ask(1_000_000_000, 0, 0);
        user.Ask(1_000_000_000, 1, 0);
        user.Run();
        Assert.Equal([user.Told[0], user.Told[0], 1_000_000_000 + L1, 1_000_000_000 + L1], user.Told[1..]);
        Assert.Equal((1, 2, 2), (user.Translation.Counters.Walks, user.Translation.Counters.Merged, user.Translation.Counters.Hits));
    }

    [Fact]
    public void With_one_walker_the_second_walk_begins_when_the_first_has_ended()
    {
        var user = new User(Plain with { Walkers = 1 });
        user.Ask(0, 0, 0);
        user.Ask(0, 0, 1000 * Page);
        user.Run();
        var first = Reads(L1 + L2, Plain.TableBases[0], Plain.TableBases[1], Plain.TableBases[2]);
        var both = Reads(
            L1 + L2, Plain.TableBases[0], Plain.TableBases[1], Plain.TableBases[2], Plain.TableBases[0], Plain.TableBases[1] + 8, Plain.TableBases[2] + 8000);
        Assert.Equal([first, both], user.Told);
        Assert.Equal(first - L1 - L2, user.Translation.Counters.WalkerWait);
    }

    [Fact]
    public void A_remembered_table_saves_the_reads_above_it()
    {
        var user = new User(Plain with { WalkCache = 8 });
        user.Ask(0, 0, 0);
        user.Ask(1_000_000_000, 0, 5 * Page);
        user.Ask(2_000_000_000, 0, 700 * Page);
        user.Run();

        // All three levels, then the last alone, then those below the root.
        Assert.Equal((3, 3 + 1 + 2), (user.Translation.Counters.Walks, user.Translation.Counters.WalkReads));
    }

    [Fact]
    public void An_access_to_several_pages_is_told_when_the_last_is_known()
    {
        var user = new User(Plain with { Walkers = 1 });
        user.Ask(0, 0, Page - 64, 128);
        user.Run();
        var one = new User(Plain with { Walkers = 1 });
        one.Ask(0, 0, 0);
        one.Ask(0, 0, Page);
        one.Run();
        Assert.Equal(one.Told[1], user.Told[0]);
    }

    [Fact]
    public void Everybody_is_told_once_and_not_before_a_look_up_and_walks_are_the_reads_of_memory() => Law.Holds(
        from walkers in Gen.Choose(1, 4)
        from cache in Gen.Elements(0, 2, 16)
        from shared in Gen.Elements(true, false)
        from asks in Gen.ArrayOf(
            from gap in Gen.Elements(0, 0, 1_000_000, 100_000_000)
            from requester in Gen.Choose(0, 1)
            from page in Gen.Frequency((3, Gen.Choose(0, 7)), (1, Gen.Choose(0, 16_000)))
            from bytes in Gen.Elements(64L, 3 * Page)
            select (gap, requester, page, bytes), 40)
        select (walkers, cache, shared, asks), t =>
        {
            var config = Plain with { Walkers = t.walkers, WalkCache = t.cache, L2 = t.shared ? Plain.L2 : null };
            var (user, again) = (new User(config), new User(config));
            var time = 0L;
            foreach (var (gap, requester, page, bytes) in t.asks)
            {
                time += gap;
                user.Ask(time, requester, page * Page, bytes);
                again.Ask(time, requester, page * Page, bytes);
            }

            user.Run();
            again.Run();
            Assert.Equal(again.Told, user.Told);
            Assert.All(user.Told, (told, ask) => Assert.True(told >= user.Asked[ask] + L1));
            var counters = user.Translation.Counters;
            Assert.Equal(counters.WalkReads * 64, user.Dram.BytesRead);
            Assert.InRange(counters.WalkReads, counters.Walks, counters.Walks * 3);
            Assert.Equal(counters.Misses, counters.Merged + counters.SharedHits + counters.Walks);
            Assert.True(t.cache > 0 || counters.WalkReads == counters.Walks * 3);
            Assert.True(t.asks.Length == 0 || counters.Walks > 0);
        }, count: 80);

    [Fact]
    public void Tables_are_the_last_bytes_of_the_memory_the_root_first()
    {
        var chip = (MluChip)ChipFile.Load(
            Repository.File("configs", "chips", "toy-mlu.yaml"), "translation={ page: 64 KiB, l1: { entries: 4, ways: 4, latency: 1 cycle }, walkers: 2, levels: 3, walk: memory }");
        var config = TranslationBinding.Bind(chip.Translation!, 2, new Clock(1_000_000_000), 1L << 30);
        Assert.Equal(Plain.TableBases, config.TableBases);
        Assert.Equal((0, 2), (config.LevelLatency, config.Requesters));
    }

    [Fact]
    public void What_nobody_can_tell_is_not_told() =>
        Assert.Throws<InvalidOperationException>(() => new User(Plain).Translation.Translate(0, 0, new AffinePattern(0, 1)));

    /// <summary>When reads of 8 bytes have ended of which each is asked for when the one before has ended, fs.</summary>
    private static long Reads(long time, params long[] addresses)
    {
        var user = new DramUser(Lpddr5.Config(refresh: false));
        foreach (var address in addresses)
        {
            user.Plan(time, new AffinePattern(address, 8), write: false);
            user.Run();
            time = user.Ended[user.Ended.Count - 1].Outcome.Done;
        }

        return time;
    }

    /// <summary>Asks for translations at given times and keeps when they were known.</summary>
    private sealed class User : Component, ITranslationClient
    {
        private readonly List<(int Requester, AffinePattern Pattern)> _asks = [];

        public User(TranslationConfig config)
            : base(new Simulation(), "user")
        {
            Dram = new DramSystem(Simulation, Lpddr5.Config(refresh: false));
            Translation = new AddressTranslation(config, Simulation, Dram);
        }

        public DramSystem Dram { get; }

        public AddressTranslation Translation { get; }

        public List<long> Asked { get; } = [];

        public List<long> Told { get; } = [];

        public void Ask(long time, int requester, long address, long bytes = 64)
        {
            Simulation.Schedule(time, Phase.Execute, this, 0, _asks.Count);
            _asks.Add((requester, new AffinePattern(address, bytes)));
            Asked.Add(time);
            Told.Add(0);
        }

        public void Run()
        {
            Simulation.Run();
            Assert.DoesNotContain(0, Told);
        }

        public void Translated(int tag, long known)
        {
            Assert.Equal(0, Told[tag]);
            Assert.True(known >= Now);
            Told[tag] = known;
        }

        protected override void Handle(in SimEvent item)
        {
            var (requester, pattern) = _asks[(int)item.Payload];
            if (Translation.TryTranslate(Now, requester, pattern, this, (int)item.Payload, out var known))
            {
                Translated((int)item.Payload, known);
            }
        }
    }
}
