using System.Numerics;
using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Machine.Simt;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Simt;

/// <summary>The parts of a multiprocessor's memory path, each against brute force.</summary>
public class SimtPartsTests
{
    private static readonly Gen<(long[] Addresses, ulong Lanes, int Bytes)> Accesses =
        from bytes in Gen.Elements(1, 2, 4, 8, 16)
        from kind in Gen.Choose(0, 3)
        from start in Gen.Choose(0, 4000)
        from stride in Gen.Choose(0, 40)
        from scattered in Gen.ArrayOf(Gen.Choose(0, 2047), 32)
        from lanes in Gen.Choose(int.MinValue, int.MaxValue)
        select (
            Enumerable.Range(0, 32).Select(lane => (long)bytes * (kind == 0 ? scattered[lane] : kind == 1 ? scattered[lane] % 64 : start + (stride * lane))).ToArray(),
            kind == 3 ? (uint)lanes : 0xffffffffUL,
            bytes);

    [Fact]
    public void Coalesced_sectors_are_those_that_lanes_touch()
    {
        var coalescer = new Coalescer(128, 32);
        Law.Holds(Accesses, access =>
        {
            var addresses = Of(access.Addresses);
            coalescer.Gather(ref addresses, access.Lanes, access.Bytes);
            var expected = Touched(access).Select(address => address / 32).Distinct().Order().ToArray();
            var found = new List<long>();
            for (var i = 0; i < coalescer.Count; i++)
            {
                for (var sector = 0; sector < 4; sector++)
                {
                    if ((coalescer.Sectors[i] >> sector & 1) != 0)
                    {
                        found.Add((coalescer.Lines[i] * 4) + sector);
                    }
                }
            }

            Assert.Equal(expected, found.Order());
            Assert.Equal(expected.Length, coalescer.SectorCount);
            Assert.Equal(coalescer.Count, coalescer.Lines.ToArray().Distinct().Count());
        }, count: 2000);
    }

    [Fact]
    public void A_sector_called_whole_has_every_byte_touched()
    {
        var coalescer = new Coalescer(128, 32);
        Law.Holds(Accesses, access =>
        {
            var addresses = Of(access.Addresses);
            coalescer.Gather(ref addresses, access.Lanes, access.Bytes);
            var bytes = Touched(access).SelectMany(address => Enumerable.Range(0, access.Bytes).Select(offset => address + offset)).ToHashSet();
            for (var i = 0; i < coalescer.Count; i++)
            {
                for (var whole = coalescer.Whole[i]; whole != 0; whole &= (byte)(whole - 1))
                {
                    var first = (coalescer.Lines[i] * 128) + (32 * BitOperations.TrailingZeroCount((uint)whole));
                    Assert.All(Enumerable.Range(0, 32), offset => Assert.Contains(first + offset, bytes));
                }
            }
        }, count: 2000);
    }

    [Fact]
    public void Passes_are_the_most_different_words_that_any_bank_is_asked_for()
    {
        var passes = new SharedPasses(32, 4);
        Law.Holds(Accesses, access =>
        {
            var addresses = Of(access.Addresses);
            var group = Math.Clamp(128 / access.Bytes, 1, 32);
            var (expected, least) = (0, 0);
            for (var first = 0; first < 32; first += group)
            {
                var words = Enumerable.Range(first, group).Where(lane => (access.Lanes >> lane & 1) != 0)
                    .SelectMany(lane => Enumerable.Range(0, Math.Max(1, access.Bytes / 4)).Select(word => (access.Addresses[lane] / 4) + word))
                    .Distinct().ToArray();
                expected += words.Length == 0 ? 0 : words.GroupBy(word => word % 32).Max(bank => bank.Count());
                least += words.Length == 0 ? 0 : 1;
            }

            Assert.Equal(Math.Max(1, expected), passes.Of(ref addresses, access.Lanes, access.Bytes, 32));
            Assert.Equal(Math.Max(1, least), passes.Least);
        }, count: 2000);
    }

    /// <summary>Against a list per set, the most recently used in front.</summary>
    [Fact]
    public void Tags_find_and_replace_as_a_list_of_lines_would()
    {
        Law.Holds(Gen.ArrayOf(Gen.Choose(0, 60), 300), lines =>
        {
            const int Sets = 4;
            const int Ways = 5;
            var tags = new SectorTags(Sets, Ways);
            var model = Enumerable.Range(0, Sets).Select(_ => new List<long>()).ToArray();
            foreach (long line in lines)
            {
                var set = model[line % Sets];
                var place = tags.Find(line);
                Assert.Equal(set.Contains(line), place >= 0);
                if (place < 0)
                {
                    place = tags.Victim(line);
                    if (set.Count == Ways)
                    {
                        Assert.Equal(set[^1], tags.LineAt(place));
                        set.RemoveAt(Ways - 1);
                    }

                    tags.Install(place, line);
                }
                else
                {
                    tags.Use(place);
                    set.Remove(line);
                }

                set.Insert(0, line);
                Assert.Equal(line, tags.LineAt(place));
            }
        });
    }

    [Fact]
    public void Lines_that_wait_for_data_are_not_replaced()
    {
        var tags = new SectorTags(1, 2);
        tags.Install(tags.Victim(1), 1);
        tags.At(tags.Find(1)).Pending = 1;
        tags.Install(tags.Victim(2), 2);
        Assert.Equal(2, tags.LineAt(tags.Victim(3)));
        tags.At(tags.Find(2)).Pending = 4;
        Assert.Equal(SectorTags.None, tags.Victim(3));
    }

    [Fact]
    public void Who_waits_for_sectors_is_served_once_with_the_last_of_them_in_order()
    {
        Law.Holds(Gen.ArrayOf(Gen.Choose(0, 255), 60), steps =>
        {
            var requests = new LineRequests(4);
            var model = Enumerable.Range(0, 4).Select(_ => new List<(int Who, int Sectors)>()).ToArray();
            var served = new int[1];
            for (var i = 0; i < steps.Length; i++)
            {
                var (place, sectors, arrives) = (steps[i] & 3, (byte)(steps[i] >> 2 & 15), steps[i] >= 128);
                if (sectors == 0)
                {
                    continue;
                }

                if (!arrives)
                {
                    requests.Add(place, i, sectors);
                    model[place].Add((i, sectors));
                    Assert.Equal(model[place].Count, requests.Count(place));
                    continue;
                }

                var left = model[place].Select(entry => (entry.Who, Sectors: entry.Sectors & ~sectors)).ToList();
                var expected = left.Where(entry => entry.Sectors == 0).Select(entry => entry.Who).ToArray();
                model[place] = [.. left.Where(entry => entry.Sectors != 0)];
                Assert.Equal(expected, served[..0].Concat(Served(requests, place, sectors, ref served)));
                Assert.Equal(model.Count(list => list.Count > 0), requests.Lines);
            }
        });

        static int[] Served(LineRequests requests, int place, byte sectors, ref int[] served)
        {
            var count = requests.Arrive(place, sectors, ref served);
            return served[..count];
        }
    }

    /// <summary>Strides of powers of two reach all slices evenly where the hash is a polynomial; every address has a slice.</summary>
    [Theory]
    [InlineData("v100-sxm2")]
    [InlineData("a100-sxm4-80")]
    [InlineData("h100-sxm5")]
    [InlineData("mi100")]
    public void Slices_are_reached_evenly(string name)
    {
        var spec = SimtBench.Chip(name).L2;
        var hash = new SliceHash(spec);
        foreach (var stride in new[] { spec.SliceInterleave.Bytes, 4096, 65536, 1 << 20 })
        {
            var counts = new int[spec.Slices];
            var accesses = 64 * spec.Slices;
            for (var i = 0; i < accesses; i++)
            {
                counts[hash.Of(i * stride)]++;
            }

            if (spec.Hash == L2Hash.Ipoly)
            {
                Assert.InRange(counts.Max(), 64, 64 * 2);
            }
        }
    }

    private static SimtAddresses Of(long[] lanes)
    {
        var addresses = default(SimtAddresses);
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            addresses[lane] = lanes[lane];
        }

        return addresses;
    }

    private static IEnumerable<long> Touched((long[] Addresses, ulong Lanes, int Bytes) access) =>
        access.Addresses.Where((_, lane) => (access.Lanes >> lane & 1) != 0);
}
