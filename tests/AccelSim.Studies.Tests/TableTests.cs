using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Studies.Tests;

public class TableTests
{
    private static readonly string[] Names = ["batch", "chip", "cycles"];

    [Fact]
    public void Queries_choose_and_sort_as_plain_loops_do() => Law.Holds(
        Rows(),
        rows =>
        {
            var condition = StudyExpression.TryParse("batch >= 2 and cycles < 50", Names, out _)!;
            var chosen = StudyQuery.Where(rows, [condition]).ToList();
            Assert.Equal(rows.Where(row => row.Error is null && int.Parse(row.Label("batch")!, CultureInfo.InvariantCulture) >= 2 && row.Metric("cycles") < 50), chosen);

            foreach (var descending in (bool[])[false, true])
            {
                var sorted = StudyQuery.Sorted(rows, "cycles", descending).ToList();
                Assert.Equal(rows.OrderBy(row => row.Key), sorted.OrderBy(row => row.Key));
                var figures = sorted.Select(row => row.Metric("cycles")).ToList();
                Assert.Equal(figures.OfType<double>().Count(), figures.TakeWhile(figure => figure is not null).Count());
                Assert.Equal(descending ? figures.OfType<double>().OrderDescending() : figures.OfType<double>().Order(), figures.OfType<double>());
            }
        });

    /// <summary>Points that run side by side end in any order; tables do not show it.</summary>
    [Fact]
    public void The_order_of_running_does_not_show() => Law.Holds(
        from rows in Rows()
        from seed in Gen.Choose(0, int.MaxValue)
        select (rows, seed),
        entry =>
        {
            var distinct = entry.rows.DistinctBy(row => (row.Label("batch"), row.Label("chip"))).ToList();
            var shuffled = distinct.OrderBy(row => (row.Key[1] * 31 + row.Key[0]) * (entry.seed | 1) % 97).ToList();
            Assert.Equal(StudyQuery.InOrder(distinct), StudyQuery.InOrder(shuffled));
            var pivot = StudyPivot.Of(shuffled, "batch", "chip", "cycles");
            Assert.Equal(pivot.Rows.Order(StringComparer.Ordinal), pivot.Rows);
            Assert.Equal(pivot.Columns.Order(StringComparer.Ordinal), pivot.Columns);
        });

    [Theory]
    [InlineData("800 MHz", "1000 MHz")]
    [InlineData("9", "10")]
    [InlineData("1.5", "1.25e")]
    [InlineData("512 KiB", "1 MiB")]
    [InlineData("3", "a")]
    [InlineData("a", "b")]
    public void Numbers_are_sorted_by_size(string before, string after)
    {
        Assert.True(LabelOrder.Instance.Compare(before, after) < 0);
        Assert.True(LabelOrder.Instance.Compare(after, before) > 0);
        Assert.Equal(0, LabelOrder.Instance.Compare(before, before));
    }

    [Fact]
    public void Each_row_is_in_one_cell_of_a_pivot() => Law.Holds(
        Rows(),
        rows =>
        {
            var pivot = StudyPivot.Of(rows, "batch", "chip", "cycles");
            for (var i = 0; i < pivot.Rows.Length; i++)
            {
                for (var j = 0; j < pivot.Columns.Length; j++)
                {
                    var met = rows.Where(row => row.Label("batch") == pivot.Rows[i] && row.Label("chip") == pivot.Columns[j]).Select(row => row.Metric("cycles")).OfType<double>().ToList();
                    Assert.Equal(met.Count > 0, pivot.Cells[i][j] is not null);
                    Assert.Equal(met.Count > 0 ? met.Sum() / met.Count : 0, pivot.Cells[i][j] ?? 0, 1e-9);
                    Assert.True(met.Count <= pivot.Most);
                }
            }
        });

    [Fact]
    public void Csv_holds_every_digit()
    {
        using var text = new StringWriter();
        StudyCsv.Write([new("k", [KeyValuePair.Create("chip", "a, b")], [KeyValuePair.Create("seconds", 0.1 + 0.2)], null), new("l", [KeyValuePair.Create("chip", "c")], [], "does \"not\" fit")], ["chip"], ["seconds"], text);
        Assert.Equal("chip,seconds,error\n\"a, b\",0.30000000000000004,\nc,,\"does \"\"not\"\" fit\"\n", text.ToString());
    }

    private static Gen<List<StudyRow>> Rows() =>
        from count in Gen.Choose(0, 30)
        from rows in Gen.ListOf(
            from batch in Gen.Choose(1, 4)
            from chip in Gen.Elements("a", "b", "c")
            from cycles in Gen.Choose(0, 100)
            from failed in Gen.Choose(0, 4)
            select (batch, chip, cycles, failed: failed == 0), count)
        select rows.Select((row, i) => new StudyRow(
            $"{i:00}", [KeyValuePair.Create("batch", row.batch.ToString(CultureInfo.InvariantCulture)), KeyValuePair.Create("chip", row.chip)],
            row.failed ? [] : [KeyValuePair.Create("cycles", (double)row.cycles)], row.failed ? "no" : null)).ToList();
}
