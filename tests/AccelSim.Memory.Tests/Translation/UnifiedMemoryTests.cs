using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Translation;

public class UnifiedMemoryTests
{
    private const long Page = 4096;
    private const long Fault = 1000;
    private const long Latency = 100;

    /// <summary>4096 fs a page.</summary>
    private static readonly UnifiedConfig Plain = new()
    {
        PageBytes = Page,
        Pages = 64,
        Capacity = 64,
        FaultLatency = Fault,
        LinkBytesPerSecond = 1_000_000_000_000_000,
        LinkLatency = Latency,
    };

    [Fact]
    public void A_fault_takes_its_latency_and_the_way_of_the_page_once()
    {
        var memory = new UnifiedMemory(Plain);
        Assert.Equal(new PageTouch(Fault + Page + Latency, false), memory.Touch(0, 3, write: false));
        Assert.Equal(new PageTouch(Fault + Page + Latency, false), memory.Touch(50, 3, write: false));
        Assert.Equal(new PageTouch(9000, false), memory.Touch(9000, 3, write: true));
        Assert.Equal(new UnifiedCounters { Faults = 1, BytesIn = Page }, memory.Counters);
    }

    [Fact]
    public void Pages_queue_for_the_link()
    {
        var memory = new UnifiedMemory(Plain);
        for (var page = 0; page < 5; page++)
        {
            Assert.Equal(Fault + ((page + 1) * Page) + Latency, memory.Touch(0, page, write: false).Ready);
        }
    }

    [Fact]
    public void Faults_that_come_while_a_batch_is_handled_wait_for_the_next()
    {
        // Two of one instant go together, the third finds no room; a fourth that comes meanwhile joins it, a fifth comes when all is done.
        var memory = new UnifiedMemory(Plain with { FaultBatch = 2, LinkBytesPerSecond = 1_000_000_000_000_000_000, LinkLatency = 0 });
        long[] times = [0, 0, 0, 500, 10_000];
        long[] ready = [.. times.Select((time, page) => memory.Touch(time, page, write: false).Ready)];
        Assert.Equal([Fault, Fault, 2 * Fault, 2 * Fault, 10_000 + Fault], ready.Select(r => r / Fault * Fault));
        Assert.Equal((5, 3), (memory.Counters.Faults, memory.Counters.Batches));
    }

    [Fact]
    public void Batches_are_those_of_a_handler_that_takes_what_waits() => Law.Holds(
        from most in Gen.Choose(1, 5)
        from gaps in Gen.ArrayOf(Gen.Elements(0, 0, 1, 300, 999, 1000, 5000), 60)
        select (most, gaps), t =>
        {
            // Without a link to wait for, a page is there when its fault has been handled.
            var memory = new UnifiedMemory(Plain with { FaultBatch = t.most, LinkBytesPerSecond = 1_000_000_000_000_000_000, LinkLatency = 0 });
            var arrivals = new List<long>();
            var handled = new List<long>();
            foreach (var gap in t.gaps)
            {
                arrivals.Add(gap + (arrivals.Count == 0 ? 0 : arrivals[^1]));
                handled.Add(memory.Touch(arrivals[^1], arrivals.Count - 1, write: false).Ready);
            }

            var batches = 0;
            var free = 0L;
            for (var next = 0; next < arrivals.Count; batches++)
            {
                var begin = Math.Max(free, arrivals[next]);
                free = begin + Fault;
                for (var taken = 0; taken < t.most && next < arrivals.Count && arrivals[next] <= begin; taken++)
                {
                    Assert.InRange(handled[next++], free, free + 100);
                }
            }

            Assert.Equal(batches, memory.Counters.Batches);
        });

    [Fact]
    public void Up_to_the_threshold_requests_go_to_the_host()
    {
        var memory = new UnifiedMemory(Plain with { Threshold = 2 });
        Assert.Equal(new PageTouch(5, true), memory.Touch(5, 0, write: false));
        Assert.Equal(5 + (2 * Latency) + 64, memory.AccessRemotely(5, 64, write: false));
        Assert.True(memory.IsRemote(0));
        Assert.Equal(new PageTouch(6, true), memory.Touch(6, 0, write: true));
        Assert.Equal(6 + Latency + 64, memory.AccessRemotely(6, 64, write: true));
        Assert.False(memory.IsRemote(0));
        Assert.Equal(new PageTouch(1000 + Fault + Page + Latency, false), memory.Touch(1000, 0, write: false));
        Assert.Equal(new UnifiedCounters { Faults = 1, BytesIn = Page, RemoteBytes = 128 }, memory.Counters);
    }

    [Fact]
    public void A_modified_page_is_written_back_before_another_takes_its_place()
    {
        var clean = new UnifiedMemory(Plain with { Capacity = 1 });
        clean.Touch(0, 0, write: false);
        Assert.Equal(100_000 + Fault + Page + Latency, clean.Touch(100_000, 1, write: false).Ready);
        Assert.Equal(0, clean.Counters.BytesOut);

        var modified = new UnifiedMemory(Plain with { Capacity = 1 });
        modified.Touch(0, 0, write: true);
        Assert.Equal(100_000 + Fault + (2 * (Page + Latency)), modified.Touch(100_000, 1, write: false).Ready);
        Assert.Equal((1, Page), (modified.Counters.Evicted, modified.Counters.BytesOut));
    }

    [Fact]
    public void A_page_that_leaves_is_translated_anew()
    {
        var translation = new AddressTranslation(new TranslationConfig
        {
            PageBytes = 1024,
            Requesters = 1,
            L1 = new TlbConfig(8, 8, 1),
            Walkers = 8,
            Levels = 1,
            LevelLatency = 10,
        });
        var memory = new UnifiedMemory(Plain with { Capacity = 1 }, translation);
        translation.Translate(0, 0, new AffinePattern(0, 4 * 1024));
        memory.Touch(0, 0, write: false);
        memory.Touch(100_000, 1, write: false);
        Assert.Equal(200_011, translation.Translate(200_000, 0, new AffinePattern(3 * 1024, 1)));
    }

    [Theory]
    [InlineData(PrefetchPolicy.None, 0, 64)]
    [InlineData(PrefetchPolicy.Sequential, 1, 1)]
    [InlineData(PrefetchPolicy.Sequential, 8, 1)]
    [InlineData(PrefetchPolicy.Sequential, 100, 1)]
    public void Fetching_ahead_leaves_one_fault_of_a_stream(PrefetchPolicy policy, int depth, int faults)
    {
        var memory = new UnifiedMemory(Plain with { Prefetch = policy, Depth = depth });
        var time = 0L;
        for (var page = 0; page < Plain.Pages; page++)
        {
            time = memory.Touch(time, page, write: false).Ready;
        }

        Assert.Equal(faults, memory.Counters.Faults);
        Assert.Equal(Plain.Pages - faults, memory.Counters.Prefetched);
        Assert.Equal(Plain.Pages - faults, memory.Counters.PrefetchedUsed);

        // The link never stands still then, and no page comes twice.
        Assert.Equal((Fault * faults) + (Plain.Pages * Page) + (Latency * faults), time);
        Assert.Equal(Plain.Pages * Page, memory.Counters.BytesIn);
    }

    [Fact]
    public void What_is_fetched_ahead_for_later_launches_displaces_nothing_of_this_one()
    {
        var memory = new UnifiedMemory(Plain with { Capacity = 4, Prefetch = PrefetchPolicy.DependencyChain, Depth = 1 });
        memory.BeginLaunch();
        memory.Touch(0, 0, write: false);
        memory.Touch(0, 1, write: false);
        memory.FetchAhead(0, 10 * Page, 5 * Page);
        Assert.Equal((4, 2), (memory.Resident, memory.Counters.Prefetched));
        Assert.True(memory.IsOnDevice(0) && memory.IsOnDevice(1) && memory.IsOnDevice(10) && memory.IsOnDevice(11));

        // The next launch keeps what was fetched for it; the pages of the one before make room.
        memory.BeginLaunch();
        memory.KeepForLaunch(10 * Page, 5 * Page);
        memory.FetchAhead(100_000, 20 * Page, 5 * Page);
        Assert.True(memory.IsOnDevice(10) && memory.IsOnDevice(11) && memory.IsOnDevice(20) && memory.IsOnDevice(21));
        Assert.Equal(2, memory.Counters.Evicted);
    }

    [Fact]
    public void What_a_copy_of_the_host_brought_needs_no_fault()
    {
        var memory = new UnifiedMemory(Plain with { Capacity = 2 });
        memory.Place(0, Page + 1, 3 * Page);
        Assert.Equal(7, memory.Touch(7, 1, write: false).Ready);
        Assert.Equal(7, memory.Touch(7, 2, write: false).Ready);
        Assert.False(memory.IsOnDevice(3));
        Assert.Equal(default, memory.Counters);
    }

    [Fact]
    public void Pages_and_bytes_are_those_of_a_list_in_order_of_use() => Law.Holds(Walks(), t =>
    {
        var memory = new UnifiedMemory(Plain with { Capacity = t.Capacity, Threshold = t.Threshold });
        var device = new List<int>();
        var modified = new HashSet<int>();
        var asked = new int[Plain.Pages];
        var expected = default(UnifiedCounters);
        var time = 0L;
        foreach (var (page, write) in t.Touches)
        {
            var remote = !device.Contains(page) && asked[page] < t.Threshold;
            Assert.Equal(remote, memory.IsRemote(page));
            var touch = memory.Touch(time, page, write);
            Assert.Equal(remote, touch.Remote);
            if (remote)
            {
                asked[page]++;
                continue;
            }

            if (!device.Remove(page))
            {
                asked[page] = 0;
                expected.Faults++;
                expected.BytesIn += Page;
                if (device.Count == t.Capacity)
                {
                    expected.Evicted++;
                    expected.BytesOut += modified.Remove(device[0]) ? Page : 0;
                    device.RemoveAt(0);
                }
            }

            device.Add(page);
            if (write)
            {
                modified.Add(page);
            }

            Assert.Equal(device.Order(), Enumerable.Range(0, Plain.Pages).Where(p => memory.IsOnDevice(p)));
            time = touch.Ready;
        }

        Assert.Equal(expected, memory.Counters);
        Assert.Equal(device.Count, memory.Resident);
    });

    [Fact]
    public void What_came_is_there_or_has_left() => Law.Holds(
        from walk in Walks() from depth in Gen.Choose(1, 8) select (walk, depth), t =>
        {
            var config = Plain with { Capacity = t.walk.Capacity + t.depth, Prefetch = PrefetchPolicy.Sequential, Depth = t.depth };
            var memory = new UnifiedMemory(config);
            var time = 0L;
            foreach (var (page, write) in t.walk.Touches)
            {
                time = memory.Touch(time, page, write).Ready;
                Assert.True(memory.IsOnDevice(page));
            }

            var counters = memory.Counters;
            Assert.Equal((counters.Faults + counters.Prefetched) * Page, counters.BytesIn);
            Assert.Equal(counters.Faults + counters.Prefetched, counters.Evicted + memory.Resident);
            Assert.InRange(memory.Resident, 0, config.Capacity);
            Assert.InRange(counters.PrefetchedUsed + counters.PrefetchedEvicted, 0, counters.Prefetched);
            Assert.InRange(counters.BytesOut, 0, counters.Evicted * Page);
        });

    /// <summary>Where all pages fit, a page that is moved later is asked for on the host more often: a higher threshold never moves more pages.</summary>
    [Fact]
    public void A_higher_threshold_moves_no_more_pages_where_all_fit() => Law.Holds(Walks(), t =>
    {
        var before = long.MaxValue;
        for (var threshold = 0; threshold < 5; threshold++)
        {
            var memory = new UnifiedMemory(Plain with { Threshold = threshold });
            Array.ForEach(t.Touches, touch => memory.Touch(0, touch.Page, touch.Write));
            Assert.Equal(t.Touches.GroupBy(touch => touch.Page).Count(group => group.Count() > threshold), memory.Counters.Faults);
            Assert.True(memory.Counters.BytesIn <= before);
            before = memory.Counters.BytesIn;
        }
    });

    private static Gen<(int Capacity, int Threshold, (int Page, bool Write)[] Touches)> Walks() =>
        from capacity in Gen.Choose(1, 12)
        from threshold in Gen.Choose(0, 3)
        from touches in Gen.ArrayOf(from page in Gen.Choose(0, 25) from write in Gen.Elements(true, false) select (page, write))
        select (capacity, threshold, touches);
}
