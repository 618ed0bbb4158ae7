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
