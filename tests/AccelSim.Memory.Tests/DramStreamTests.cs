using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

/// <summary>Streams fall on the banks that they are named after, whatever the address map.</summary>
public sealed class DramStreamTests
{
    private static Gen<DramConfig> Configs =>
        from channels in Gen.Elements(1, 3, 4, 24)
        from hash in Gen.Elements(DramHash.None, DramHash.XorRow, DramHash.Mixed)
        from banks in Gen.Elements(1, 2, 4, 16)
        from above in Gen.Elements(true, false)
        from interleave in Gen.Elements(64, 256, 1024)
        from together in Gen.Elements(1, 1, 2, 4, 8)
        select Lpddr5.Config(channels, interleavedBanks: banks) with { Hash = hash, BankAboveRow = above, ChannelInterleaveBytes = interleave, InterleavedBursts = together };

    [Fact]
    public void Addresses_of_places_lie_there() => Law.Holds(
        from config in Configs from address in Gen.Choose(0, 1 << 30) select (config, address: address / 64 * 64L), t =>
        {
            var map = new DramAddressMap(t.config);
            var (channel, local) = map.Locate(t.address);
            Assert.Equal(t.address, map.Address(channel, local));
            var burst = local / t.config.BurstBytes;
            var train = map.Train(burst, burst + 1);
            Assert.Equal(burst, map.Burst(train.BankSet, train.Row, train.Position));
        });

    [Fact]
    public void Parts_of_a_train_are_its_bursts_one_by_one() => Law.Holds(
        from config in Configs from first in Gen.Choose(0, 5000) from count in Gen.Choose(1, 80) select (config, first, count), t =>
        {
            var map = new DramAddressMap(t.config);
            var train = map.Train(t.first, t.first + t.count);
            var alone = Enumerable.Range(t.first, train.Count).Select(burst => map.Part(map.Train(burst, burst + 1), 0, false)).ToList();
            var parts = Enumerable.Range(0, map.Touched(train)).Select(i => map.Part(train, i, false)).ToList();
            Assert.Equal(alone.Select(one => one.Bank).Distinct(), parts.Select(part => part.Bank));
            Assert.Equal(
                alone.Select(one => (one.Bank, one.Row, one.Column)).Order(),
                parts.SelectMany(part => Enumerable.Range(part.Column, part.Count).Select(column => (part.Bank, part.Row, column))).Order());
            Assert.All(alone, one => Assert.Equal(1, one.Count));
        });

    [Fact]
    public void Row_conflicts_meet_one_set_of_banks_of_each_channel_and_a_new_row_each_time() => Law.Holds(Configs, config =>
    {
        var visits = Visits(config, DramStream.OneBank(config, config.Channels, newRows: true), 20 * config.Channels).ToList();
        Assert.Single(visits.Select(visit => visit.Set).Distinct());
        Assert.Equal(visits.Count, visits.Select(visit => (visit.Channel, visit.Row)).Distinct().Count());
        Assert.Equal(config.Channels, visits.Take(config.Channels).Select(visit => visit.Channel).Distinct().Count());
    });

    [Fact]
    public void Row_hits_stay_in_a_row_for_all_its_columns() => Law.Holds(Configs, config =>
    {
        var visits = Visits(config, DramStream.OneBank(config, 1, newRows: false), 32).ToList();
        Assert.Single(visits.Select(visit => (visit.Channel, visit.Set, visit.Row)).Distinct());
        Assert.Equal(visits.Count, visits.Select(visit => visit.Position).Distinct().Count());
        Assert.All(visits, visit => Assert.Equal(0, visit.Position / config.InterleavedBursts % config.InterleavedBanks));
    });

    [Fact]
    public void Each_bank_is_met_once_before_any_is_met_again() => Law.Holds(Configs, config =>
    {
        var map = new DramAddressMap(config);
        var apart = Math.Max(2, config.InterleavedBursts);
        var round = config.Channels * map.BankSets * Math.Max(1, config.InterleavedBanks * config.InterleavedBursts / apart);
        var visits = Visits(config, DramStream.EachBank(config), round).ToList();
        Assert.Equal(round, visits.Select(visit => (visit.Channel, visit.Set, visit.Position / config.InterleavedBursts % config.InterleavedBanks)).Distinct().Count());
    });

    [Fact]
    public void A_stride_reaches_every_least_request_once() => Law.Holds(from stride in Gen.Elements(64, 128, 4096) select stride, stride =>
    {
        var config = Lpddr5.Config() with { CapacityBytes = 1 << 20 };
        var stream = DramStream.Strided(config, stride);
        var met = Enumerable.Range(0, (1 << 20) / 64).Select(_ => stream.Take().Address).ToHashSet();
        Assert.Equal((1 << 20) / 64, met.Count);
        Assert.All(met, address => Assert.Equal(0, address % 64));
    });

    [Fact]
    public void Gaps_are_exponential()
    {
        var gaps = new ExponentialGaps(5);
        var sample = Enumerable.Range(0, 200_000).Select(_ => gaps.Next()).ToList();
        Assert.Equal(1, sample.Average(), 0.01);
        Assert.Equal(2, sample.Average(gap => gap * gap), 0.04);
        foreach (var at in (double[])[0.1, 0.7, 1, 2.5, 5])
        {
            Assert.Equal(Math.Exp(-at), sample.Count(gap => gap > at) / 200_000.0, 0.005);
        }
    }

    private static IEnumerable<(int Channel, int Set, long Row, int Position)> Visits(DramConfig config, DramStream stream, int count)
    {
        var map = new DramAddressMap(config);
        for (var i = 0; i < count; i++)
        {
            var (channel, local) = map.Locate(stream.Take().Address);
            var burst = local / config.BurstBytes;
            var train = map.Train(burst, burst + 1);
            yield return (channel, train.BankSet, train.Row, train.Position);
        }
    }
}
