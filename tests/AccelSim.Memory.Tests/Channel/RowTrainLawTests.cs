using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>Affine accesses, cut into row trains by <see cref="DramSystem"/>, against the same bytes burst by burst and command by command.</summary>
public class RowTrainLawTests
{
    private sealed record Load(string Device, int Buses, int Interleaved, DramHash Hash, bool BankAboveRow, (int Gap, AffinePattern Pattern, bool Write)[] Accesses)
    {
        public DramConfig With(ChannelPolicy policy)
        {
            var device = Devices.Get(Device);
            return new DramConfig
            {
                Device = device,
                Policy = policy,
                Channels = Buses * device.PseudoChannels,
                CapacityBytes = Buses * device.PseudoChannels * (1L << 27),
                ChannelInterleaveBytes = 256,
                InterleavedBanks = Interleaved,
                BankAboveRow = BankAboveRow,
                Hash = Hash,
            };
        }
    }

    /// <summary>First come, first served, as configuration: one request in the window, or a row that may be closed over hits after one access.</summary>
    public static TheoryData<int, int> Orders() => new() { { 1, 0 }, { 64, 1 } };

    [Theory]
    [MemberData(nameof(Orders))]
    public void First_come_first_served_row_trains_and_single_commands_activate_the_same_rows_of_each_bank_in_the_same_order(int window, int cap) =>
        Law.Holds(Loads(LongPause), load =>
        {
            var config = load.With(Devices.ReadyFirst with { ReadQueue = window, WriteQueue = window, RowHitCap = cap });
            var trains = Trains(config, load);
            var plain = Plain(config, load);
            for (var port = 0; port < load.Buses; port++)
            {
                var asked = Bursts(config, load).Where(burst => burst.Port == port).Select(burst => (burst.Request.Bank, burst.Request.Row));
                var inOrder = ByBank(asked);
                Assert.Equal(inOrder, ByBank(Activates(trains.Logs[port].Commands)));
                Assert.Equal(inOrder, ByBank(Activates(plain[port].Commands)));
            }
        }, count: 60);

    [Fact]
    public void Ready_first_they_end_within_a_refresh_and_eight_row_cycles_of_each_other() =>
        Law.Holds(Loads(shortest: 0).Where(load => load.Accesses.All(access => !access.Write)), load =>
        {
            var policy = Devices.ReadyFirst with { ReadQueue = 32 };
            var config = load.With(policy);
            var device = config.Device;
            var ended = Trains(config, load).Ended;
            var plain = Plain(config, load);

            // A train stands in the window as one, so hits of it go before, or behind, what single bursts let pass: a refresh that one of them still
            // misses, and a few rows opened in another order. No row cycles add up over the stream.
            var bound = device.Refresh + (8 * device.ActivateToActivate);
            for (var access = 0; access < load.Accesses.Length; access++)
            {
                var single = plain.Max(channel => channel.Done.GetValueOrDefault(access));
                Assert.InRange(config.Clock.CycleAtOrAfter(ended[access]) - single, -bound, bound);
            }
        }, count: 80);

    // Reads and writes wait apart: only where nothing waits is their order that of arrival.
    private const int LongPause = 12_000;

    private static Gen<Load> Loads(int shortest) =>
        from device in Gen.Elements(Devices.Names)
        let all = Devices.Get(device).BanksPerRank
        let groups = Devices.Get(device).BankGroups
        from buses in Gen.Elements(1, 2)
        from interleaved in Gen.Elements(1, groups, all)
        from hash in Gen.Elements(DramHash.None, DramHash.XorRow, DramHash.Mixed)
        from above in Gen.Elements(true, false)
        from kind in Gen.Elements(0, 0, 1, 2)
        from accesses in Gen.ArrayOf(Access(kind, shortest), kind == 2 ? 4 : 8)
        select new Load(device, buses, interleaved, hash, above, [.. accesses.Select((a, i) => (a.Gap, a.Write ? Apart(a.Pattern, i) : a.Pattern, a.Write))]);

    private static Gen<(int Gap, AffinePattern Pattern, bool Write)> Access(int kind, int pause) =>
        from gap in Gen.Frequency((3, Gen.Choose(0, 3)), (1, Gen.Choose(50, 900)))
        from write in kind == 0 ? Gen.Constant(false) : kind == 1 ? Gen.Constant(true) : Gen.Elements(true, false)
        from address in Gen.Choose(0, 1 << 19)
        from bytes in Gen.Choose(1, 1500)
        from count1 in Gen.Choose(1, 5)
        from stride1 in Gen.Elements(64, 2048, 1 << 15, 1 << 17, 4800)
        from count2 in Gen.Choose(1, 2)
        from stride2 in Gen.Elements(192, 1 << 16, 1 << 20)
        select (kind == 2 ? Math.Max(gap, pause) : gap, new AffinePattern(address, bytes, count1, stride1, count2, stride2), write);

    /// <summary>Whole lines of a place of their own, so that no write is merged with one that waits.</summary>
    private static AffinePattern Apart(AffinePattern pattern, int number)
    {
        var bytes = (pattern.Bytes + 63) / 64 * 64;
        var stride1 = Math.Max(bytes, pattern.Stride1 / 64 * 64);
        return new AffinePattern((pattern.Base / 64 * 64) + ((long)number << 22), bytes, pattern.Count1, stride1, pattern.Count2, Math.Max(stride1 * pattern.Count1, pattern.Stride2 / 64 * 64));
    }

    private static (TimingChecker[] Logs, long[] Ended) Trains(DramConfig config, Load load)
    {
        var logs = Enumerable.Range(0, load.Buses).Select(_ => new TimingChecker(config.Device)).ToArray();
        var user = new DramUser(config, port => logs[port]);
        var tick = 0L;
        foreach (var (gap, pattern, write) in load.Accesses)
        {
            user.Plan(config.Clock.Edge(tick += gap), pattern, write);
        }

        user.Run();
        user.Dram.Flush();
        Assert.All(logs, log => log.AssertLegal());
        return (logs, [.. Enumerable.Range(0, load.Accesses.Length).Select(access => user.Ended[access].Outcome.Done)]);
    }

    private static PlainChannel[] Plain(DramConfig config, Load load)
    {
        var channels = new PlainChannel[load.Buses];
        for (var port = 0; port < load.Buses; port++)
        {
            var channel = channels[port] = new PlainChannel(config.Device, config.Policy);
            var bursts = Bursts(config, load).Where(burst => burst.Port == port).ToLookup(burst => burst.Request.Write);
            var (reads, writes) = (new Queue<Burst>(bursts[false]), new Queue<Burst>(bursts[true]));
            while (reads.Count + writes.Count > 0 || channel.Busy)
            {
                Admit(reads, channel);
                Admit(writes, channel);
                channel.Tick();
            }
        }

        return channels;
    }

    private static void Admit(Queue<Burst> queue, PlainChannel channel)
    {
        while (queue.TryPeek(out var next) && next.Tick <= channel.Now && channel.Accepts(next.Request.Write))
        {
            channel.Enqueue(queue.Dequeue().Request);
        }
    }

    /// <summary>Every burst of the accesses, in the order of the bytes, where the address map puts it.</summary>
    private static IEnumerable<Burst> Bursts(DramConfig config, Load load)
    {
        var map = new DramAddressMap(config);
        var tick = 0L;
        for (var access = 0; access < load.Accesses.Length; access++)
        {
            var (gap, pattern, write) = load.Accesses[access];
            var flat = pattern.Flattened();
            tick += gap;
            for (var segment = 0L; segment < flat.Segments; segment++)
            {
                var end = (flat.Address(segment) + flat.Bytes + 63) / 64 * 64;
                for (var at = flat.Address(segment) / 64 * 64; at < end; at += config.BurstBytes)
                {
                    var (bus, local) = map.Locate(at);
                    var burst = local / config.BurstBytes;
                    var request = map.Part(map.Train(burst, burst + 1), 0, write);
                    var (port, half) = (bus / config.Device.PseudoChannels, bus % config.Device.PseudoChannels);
                    yield return new Burst(port, tick, request with { Bank = request.Bank + (half * config.Banks), Tag = access });
                }
            }
        }
    }

    private static IEnumerable<(int Bank, long Row)> Activates(IEnumerable<(long Tick, DramCommand Command, int Bank, long Row)> commands) =>
        commands.Where(c => c.Command == DramCommand.Activate).Select(c => (c.Bank, c.Row));

    /// <summary>The rows of each bank in order; a row that a refresh closed is opened again and counts once.</summary>
    private static SortedDictionary<int, List<long>> ByBank(IEnumerable<(int Bank, long Row)> rows)
    {
        var banks = new SortedDictionary<int, List<long>>();
        foreach (var (bank, row) in rows)
        {
            if (!banks.TryGetValue(bank, out var list))
            {
                banks[bank] = list = [];
            }

            if (list.Count == 0 || list[^1] != row)
            {
                list.Add(row);
            }
        }

        return banks;
    }

    private sealed record Burst(int Port, long Tick, DramRequest Request);
}
