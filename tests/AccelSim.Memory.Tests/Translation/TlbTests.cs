using FsCheck.Fluent;

namespace AccelSim.Memory.Tests.Translation;

public class TlbTests
{
    [Fact]
    public void Holds_what_a_list_in_order_of_use_holds() => Law.Holds(
        from sets in Gen.Choose(1, 5)
        from ways in Gen.Choose(1, 6)
        from steps in Gen.ArrayOf(from page in Gen.Choose(0, 60) from remove in Gen.Choose(0, 9) select (Page: (long)page, Remove: remove == 0))
        select (sets, ways, steps),
        t =>
        {
            var tlb = new Tlb(t.sets * t.ways, t.ways);
            var naive = Enumerable.Range(0, t.sets).Select(_ => new List<(long Page, long Ready)>()).ToArray();
            for (var step = 0; step < t.steps.Length; step++)
            {
                var (page, remove) = t.steps[step];
                var set = naive[page % t.sets];
                var at = set.FindIndex(entry => entry.Page == page);
                if (remove)
                {
                    tlb.Remove(page);
                    set.RemoveAll(entry => entry.Page == page);
                    continue;
                }

                Assert.Equal(at >= 0, tlb.TryFind(page, out var ready));
                var entry = at >= 0 ? set[at] : (page, step);
                if (at >= 0)
                {
                    Assert.Equal(entry.Ready, ready);
                    set.RemoveAt(at);
                }
                else
                {
                    tlb.Insert(page, step);
                }

                set.Add(entry);
                if (set.Count > t.ways)
                {
                    set.RemoveAt(0);
                }
            }
        });

    [Theory]
    [InlineData(4, 0)]
    [InlineData(3, 2)]
    [InlineData(1, 2)]
    public void Ways_divide_the_entries(int entries, int ways) => Assert.Throws<ArgumentOutOfRangeException>(() => new Tlb(entries, ways));
}
