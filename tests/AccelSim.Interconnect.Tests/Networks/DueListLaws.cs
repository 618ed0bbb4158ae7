using FsCheck.Fluent;

namespace AccelSim.Interconnect.Tests;

public class DueListLaws
{
    // Near and far, more in a cycle than there is room for, added while what is due is in use, and with the beginning of time moved in between.
    [Fact]
    public void Things_come_in_their_cycle_in_the_order_in_which_they_were_added() => Law.Holds(
        from delays in Gen.ArrayOf(Gen.OneOf(Gen.Choose(1, 5), Gen.Choose(1, 300)), 400)
        from capacity in Gen.Choose(1, 4)
        from perCycle in Gen.Choose(1, 6)
        from shiftAt in Gen.Choose(1, 60)
        select (delays, capacity, perCycle, shiftAt), sample =>
        {
            var list = new DueList<int>(sample.capacity);
            var seen = new List<(int Cycle, int Thing)>();
            var expected = new List<(int Cycle, int Thing)>();
            var began = 0;
            for (int cycle = 0, next = 0; cycle < 800; cycle++)
            {
                if (cycle == sample.shiftAt)
                {
                    began = 64;
                    list.Shift(64);
                }

                list.Advance(cycle - began);
                var due = list.Due;
                for (var i = 0; i < sample.perCycle && next < sample.delays.Length; i++, next++)
                {
                    list.Add(cycle - began + sample.delays[next]) = next;
                    expected.Add((cycle + sample.delays[next], next));
                }

                foreach (var thing in due)
                {
                    seen.Add((cycle, thing));
                }
            }

            Assert.Equal(expected.OrderBy(e => e.Cycle).ThenBy(e => e.Thing), seen);
        });
}
