using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

public class DramChannelTests
{
    private static readonly int[] Interleaves = [1, 2, 4, 16];

    private static Gen<(int Interleave, bool Refresh, int Short, (int Set, int Row, int Position, int Count, bool Write, int Gap)[] Trains)> Cases =>
        from interleave in Gen.Elements(Interleaves)
        from refresh in Gen.Elements(true, false)
        from columnLong in Gen.Elements(4, 9, 11)
        from trains in Gen.ArrayOf(
            from set in Gen.Choose(0, 15)
            from row in Gen.Choose(0, 2)
            from position in Gen.Choose(0, (64 * interleave) - 1)
            from count in Gen.Choose(1, 200)
            from write in Gen.Elements(true, false)
            from gap in Gen.Elements(0, 0, 0, 5, 300, 10_000)
            select (set % (16 / interleave), row, position, Math.Min(count, (64 * interleave) - position), write, gap))
        select (interleave, refresh, columnLong, trains);

    [Fact]
    public void Every_command_sequence_obeys_every_timing_rule() => Law.Holds(Cases, t =>
    {
        var config = Lpddr5.Config(refresh: t.Refresh, interleavedBanks: t.Interleave) with { ColumnLong = t.Short };
        var checker = new CommandChecker(config);
        var channel = new DramChannel(config, checker);
        var arrival = 0L;
        foreach (var (set, row, position, count, write, gap) in t.Trains)
        {
            arrival += gap;
            channel.Place(new RowTrain(set, row, position, count), write, arrival);
        }

        checker.AssertLegal();
    }, count: 60);

    [Fact]
    public void A_train_in_closed_form_ends_when_its_bursts_one_by_one_end() => Law.Holds(Cases, t =>
    {
        // The look-ahead is measured from the last column placed, so it is made long enough not to differ between the two.
        var config = Lpddr5.Config(refresh: false, interleavedBanks: t.Interleave) with { ColumnLong = t.Short, ReadQueueBursts = 1 << 20 };
        var whole = new DramChannel(config);
        var single = new DramChannel(config);
        var arrival = 0L;
        foreach (var (set, row, position, count, write, gap) in t.Trains)
        {
            arrival += gap;
            var expected = whole.Place(new RowTrain(set, row, position, count), write, arrival);
            var first = long.MaxValue;
            var last = 0L;
            for (var i = 0; i < count; i++)
            {
                var placed = single.Place(new RowTrain(set, row, position + i, 1), write, arrival);
                first = Math.Min(first, placed.FirstColumn);
                last = placed.LastColumn;
            }

            Assert.Equal((first, last), (expected.FirstColumn, expected.LastColumn));
        }

        Assert.Equal(single.Counters.Activates, whole.Counters.Activates);
        Assert.Equal(single.Counters.ReadBursts, whole.Counters.ReadBursts);
    });

    [Theory]
    [InlineData(0, 0, 19)] // row hit: CL + burst; Ramulator reports 20, one tick of queueing more
    [InlineData(1, 0, 34)] // bank closed: + tRCD
    [InlineData(0, 1, 49)] // row conflict: + tRP
    public void Unloaded_read_latency_is_that_of_the_standard(int bankSet, int row, int expected)
    {
        var config = Lpddr5.Config(refresh: false, interleavedBanks: 1);
        var channel = new DramChannel(config);
        channel.Place(new RowTrain(0, 0, 0, 1), write: false, 0);
        var placed = channel.Place(new RowTrain(bankSet, row, 1, 1), write: false, 1000);
        Assert.Equal(expected, channel.DataEnd(placed.LastColumn, write: false) - 1000);
    }

    [Fact]
    public void New_row_of_one_bank_each_time_takes_tRC()
    {
        var config = Lpddr5.Config(refresh: false, interleavedBanks: 1);
        var channel = new DramChannel(config);
        var last = 0L;
        for (var i = 0; i < 1000; i++)
        {
            last = channel.Place(new RowTrain(0, i, 0, 1), write: false, 0).LastColumn;
        }

        Assert.Equal((999 * 49) + 15, last);
    }

    [Fact]
    public void Activates_alone_are_limited_by_tFAW()
    {
        var config = Lpddr5.Config(refresh: false, interleavedBanks: 1);
        var channel = new DramChannel(config);
        var last = 0L;
        for (var i = 0; i < 4000; i++)
        {
            last = channel.Place(new RowTrain(i % 16, i / 16, 0, 1), write: false, 0).LastColumn;
        }

        Assert.InRange(last / 4000.0, 3.99, 4.02);
    }

    [Fact]
    public void Accounted_ticks_do_not_exceed_elapsed_ticks() => Law.Holds(Cases, t =>
    {
        var channel = new DramChannel(Lpddr5.Config(refresh: t.Refresh, interleavedBanks: t.Interleave));
        foreach (var (set, row, position, count, write, _) in t.Trains)
        {
            channel.Place(new RowTrain(set, row, position, count), write, 0);
        }

        // All arrive at 0, so no tick is idle.
        var c = channel.Counters;
        Assert.Equal(channel.FreeAt, c.BusyTicks + c.RowMissTicks + c.RefreshTicks + c.TurnaroundTicks);
    });
}
