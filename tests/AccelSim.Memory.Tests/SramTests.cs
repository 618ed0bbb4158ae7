using AccelSim.Engine;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

public class SramTests
{
    private static readonly SramConfig Config = new(new Clock(1_000_000_000), 16, 1, 32, 10);

    [Fact]
    public void Conflicts_in_closed_form_equal_a_walk_over_every_word() => Law.Holds(
        from address in Gen.Choose(0, 10_000)
        from bytes in Gen.Choose(1, 600)
        from count1 in Gen.Choose(1, 70)
        from stride1 in Gen.Choose(-300, 3000)
        from count2 in Gen.Choose(1, 4)
        from stride2 in Gen.Choose(0, 5000)
        from banks in Gen.Elements(1, 3, 8, 16)
        select (new AffinePattern(address + 100_000, bytes, count1, stride1, count2, stride2), banks), t =>
        {
            var (pattern, banks) = t;
            var load = new long[banks];
            var flat = pattern.Flattened();
            for (var i = 0L; i < flat.Segments; i++)
            {
                for (var word = flat.Address(i) / 32; word <= (flat.Address(i) + flat.Bytes - 1) / 32; word++)
                {
                    load[word % banks]++;
                }
            }

            Assert.Equal(load.Max(), BankConflicts.Cycles(Config with { Banks = banks }, pattern));
        });

    [Fact]
    public void Words_of_interleaved_banks_are_those_of_a_walk_over_every_byte() => Law.Holds(
        from address in Gen.Choose(-3000, 3000)
        from bytes in Gen.Choose(1, 300)
        from count in Gen.Choose(1, 30)
        from stride in Gen.Choose(-300, 1000)
        from banks in Gen.Elements(1, 3, 8)
        from width in Gen.Elements(4, 8, 32)
        from interleave in Gen.Elements(1, 2, 3, 16)
        from ports in Gen.Choose(1, 3)
        select (new AffinePattern(address, bytes, count, stride), Config with { Banks = banks, BankBytes = width, InterleaveBytes = width * interleave, PortsPerBank = ports }), t =>
        {
            var (pattern, config) = t;
            var load = new long[config.Banks];
            var flat = pattern.Flattened();
            var addresses = Enumerable.Range(0, (int)flat.Segments).Select(i => flat.Address(i)).ToArray();
            foreach (var address in addresses)
            {
                var words = Enumerable.Range(0, (int)flat.Bytes).Select(i => (long)Math.Floor((address + i) / (double)config.BankBytes)).Distinct();
                foreach (var word in words)
                {
                    var unit = (long)Math.Floor(word * config.BankBytes / (double)config.InterleaveBytes);
                    load[((unit % config.Banks) + config.Banks) % config.Banks]++;
                }
            }

            var counted = new long[config.Banks];
            BankConflicts.Words(config, pattern, counted);
            Assert.Equal(load, counted);
            BankConflicts.Words(config, addresses, (int)flat.Bytes, counted);
            Assert.Equal(load, counted);
            Assert.Equal(load.Max(words => (words + config.PortsPerBank - 1) / config.PortsPerBank), BankConflicts.Cycles(config, pattern));
        });

    [Fact]
    public void Cycles_of_reads_and_writes_in_closed_form_are_the_least_of_all_ways_to_serve_them()
    {
        foreach (var (shared, reads, writes) in from s in Enumerable.Range(0, 3) from r in Enumerable.Range(0, 3) from w in Enumerable.Range(0, 3) select (s, r, w))
        {
            var config = Config with { PortsPerBank = shared, ReadPorts = reads, WritePorts = writes };
            if (config.Problems().Count > 0)
            {
                continue;
            }

            var least = new long[13, 13];
            for (var r = 0; r <= 12; r++)
            {
                for (var w = 0; w <= 12; w++)
                {
                    least[r, w] = r + w == 0 ? 0 : long.MaxValue;
                    for (var i = 0; i <= Math.Min(r, shared + reads); i++)
                    {
                        for (var j = 0; j <= Math.Min(w, shared + writes); j++)
                        {
                            if (i + j > 0 && i + j <= shared + reads + writes)
                            {
                                least[r, w] = Math.Min(least[r, w], 1 + least[r - i, w - j]);
                            }
                        }
                    }

                    Assert.Equal(least[r, w], BankConflicts.Cycles(config, r, w));
                }
            }
        }
    }

    [Fact]
    public void All_that_is_wrong_with_a_memory_is_told_at_once()
    {
        var config = new SramConfig(Config.Clock, 0, 0, 32, -1) { ReadPorts = 1, InterleaveBytes = 48, Arbitration = (Machine.SramArbitration)7 };
        Assert.Equal(["banks", "bankInterleave", "writePorts", "latency", "arbitration"], config.Problems().Select(p => p.Split(' ')[0]));
        Assert.Contains("writePorts", Assert.Throws<ArgumentException>(() => new SharedSram(config)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SharedSram(Config with { ReadPorts = 1 }));
    }

    [Fact]
    public void A_stride_of_all_banks_is_served_by_one_bank()
    {
        var sram = new SharedSram(Config);
        var outcome = sram.Access(0, new AffinePattern(0, 32, 64, 16 * 32));
        Assert.Equal(64 + 10, outcome.Done / 1_000_000);
        Assert.Equal(64 - 4, outcome.Conflict / 1_000_000);
    }

    [Fact]
    public void Accesses_queue_behind_each_other()
    {
        var sram = new SharedSram(Config);
        sram.Access(0, new AffinePattern(0, 512 * 10));
        Assert.Equal(10_000_000, sram.Access(0, new AffinePattern(0, 512)).Queued);
    }
}
