using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Translation;

public class AddressTranslationTests
{
    private const long Page = 4096;

    private static readonly TranslationConfig Plain = new()
    {
        PageBytes = Page,
        Requesters = 2,
        L1 = new TlbConfig(4, 4, 1),
        L2 = new TlbConfig(16, 4, 10),
        Walkers = 2,
        Levels = 4,
        LevelLatency = 100,
    };

    [Fact]
    public void A_miss_takes_both_look_ups_and_a_read_per_level_and_a_hit_one_look_up()
    {
        var translation = new AddressTranslation(Plain);
        Assert.Equal(1 + 10 + 400, translation.Translate(0, 0, new AffinePattern(100, 64)));
        Assert.Equal(1000 + 1, translation.Translate(1000, 0, new AffinePattern(4000, 96)));
        Assert.Equal(2000 + 1 + 10, translation.Translate(2000, 1, new AffinePattern(0, 1)));
        Assert.Equal(
            new TranslationCounters { Hits = 1, Misses = 2, SharedHits = 1, Walks = 1, WalkReads = 4 }, translation.Counters);
    }

    [Fact]
    public void Without_a_shared_buffer_each_requester_walks()
    {
        var translation = new AddressTranslation(Plain with { L2 = null });
        Assert.Equal(401, translation.Translate(0, 0, new AffinePattern(0, 1)));
        Assert.Equal(1401, translation.Translate(1000, 1, new AffinePattern(0, 1)));
        Assert.Equal(2, translation.Counters.Walks);
    }

    [Fact]
    public void A_second_miss_of_a_page_waits_for_the_walk_of_the_first_and_a_hit_goes_past_it()
    {
        var translation = new AddressTranslation(Plain with { Walkers = 1 });
        translation.Translate(0, 0, new AffinePattern(0, 1));
        translation.Translate(1000, 0, new AffinePattern(Page, 1));
        Assert.Equal(1411, translation.Translate(1200, 0, new AffinePattern(Page, 1)));
        Assert.Equal(1411, translation.Translate(1200, 1, new AffinePattern(Page, 1)));
        Assert.Equal(1201, translation.Translate(1200, 0, new AffinePattern(0, 1)));
        Assert.Equal((2, 2), (translation.Counters.Walks, translation.Counters.Merged));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    public void Walks_share_the_walkers(int walkers, int rounds)
    {
        var translation = new AddressTranslation(Plain with { Walkers = walkers });
        Assert.Equal(11 + (400 * rounds), translation.Translate(0, 0, new AffinePattern(0, 4 * Page)));
    }

    [Fact]
    public void A_walk_begins_below_the_deepest_table_that_is_known()
    {
        var translation = new AddressTranslation(Plain with { WalkCache = 8 });
        long Walk(long time, long page) => translation.Translate(time, 0, new AffinePattern(page * Page, 1)) - time - 11;
        Assert.Equal(400, Walk(0, 0));
        Assert.Equal(100, Walk(1000, 1));
        Assert.Equal(200, Walk(2000, 512));
        Assert.Equal(300, Walk(3000, 512 * 512));
        Assert.Equal(400, Walk(4000, 512L * 512 * 512));
        Assert.Equal(100, Walk(5000, 513));
        Assert.Equal(15, translation.Counters.WalkReads);
    }

    [Fact]
    public void What_has_moved_is_walked_for_again()
    {
        var translation = new AddressTranslation(Plain);
        translation.Translate(0, 0, new AffinePattern(0, 4 * Page));
        translation.Forget(Page, 2 * Page);
        Assert.Equal(2001, translation.Translate(2000, 0, new AffinePattern(0, 1)));
        Assert.Equal(2411, translation.Translate(2000, 0, new AffinePattern(Page, 1)));
        Assert.Equal(2411, translation.Translate(2000, 0, new AffinePattern(2 * Page, 1)));
        Assert.Equal(2001, translation.Translate(2000, 0, new AffinePattern(3 * Page, 1)));
    }

    [Fact]
    public void Hits_and_walks_are_those_of_lists_in_order_of_use() => Law.Holds(
        Gen.ArrayOf(from requester in Gen.Choose(0, 1) from page in Gen.Choose(0, 40) select (requester, page)),
        looks =>
        {
            var translation = new AddressTranslation(Plain);
            List<int>[] own = [[], []];
            List<int>[] shared = [[], [], [], []];
            var expected = default(TranslationCounters);
            for (var i = 0; i < looks.Length; i++)
            {
                var (requester, page) = looks[i];
                var latency = 1;
                if (Use(own[requester], page))
                {
                    expected.Hits++;
                }
                else
                {
                    expected.Misses++;
                    var known = Use(shared[page % 4], page);
                    expected.SharedHits += known ? 1 : 0;
                    expected.Walks += known ? 0 : 1;
                    expected.WalkReads += known ? 0 : 4;
                    latency += known ? 10 : 410;
                }

                var now = i * 1000L;
                Assert.Equal(now + latency, translation.Translate(now, requester, new AffinePattern(page * Page, Page)));
            }

            Assert.Equal(expected, translation.Counters);

            static bool Use(List<int> pages, int page)
            {
                var known = pages.Remove(page);
                pages.Add(page);
                if (pages.Count > 4)
                {
                    pages.RemoveAt(0);
                }

                return known;
            }
        });
}
