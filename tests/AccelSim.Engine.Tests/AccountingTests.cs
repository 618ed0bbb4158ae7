using System.Reflection;
using System.Runtime.CompilerServices;
using FsCheck.Fluent;

namespace AccelSim.Engine.Tests;

public class AccountingTests
{
    [Fact]
    public void Causes_of_a_unit_sum_to_its_elapsed_time() => Law.Holds(
        Gen.ArrayOf(
            from length in Gen.Choose(0, 1000)
            from cause in Gen.Choose(0, CauseNames.Count - 1)
            select (length, cause)), steps =>
        {
            var ledger = new Ledger("unit", 17);
            var now = 17L;
            foreach (var (length, cause) in steps)
            {
                now += length;
                ledger.Advance(now, (Cause)cause);
                ledger.AdvanceIfLater(now - 1, Cause.Idle);
            }

            Assert.Equal(now - 17, ledger.ByCause.ToArray().Sum());
            Assert.Equal(now, ledger.End);
        });

    [Fact]
    public void Time_that_is_spent_cannot_be_spent_again()
    {
        var ledger = new Ledger("unit");
        ledger.Advance(10, Cause.Vector);
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Advance(9, Cause.Idle));
    }

    [Fact]
    public void Critical_path_sums_to_elapsed_time_for_any_graph() => Law.Holds(
        Gen.NonEmptyListOf(
            from pick in Gen.Choose(0, int.MaxValue)
            from length in Gen.Choose(0, 1000)
            from cause in Gen.Choose(0, CauseNames.Count - 1)
            select (pick, length, cause)), steps =>
        {
            var path = new CriticalPath(1);
            var last = CriticalPath.Root;
            foreach (var (pick, length, cause) in steps)
            {
                var predecessor = path.Count == 0 ? CriticalPath.Root : (pick % (path.Count + 1)) - 1;
                last = path.Add(predecessor, Math.Max(100, path.End(predecessor)) + length, (Cause)cause);
            }

            var byCause = new long[CauseNames.Count];
            path.Attribute(last, 100, byCause);
            Assert.Equal(path.End(last) - 100, byCause.Sum());
        });

    [Fact]
    public void Critical_path_follows_the_last_arrival()
    {
        var path = new CriticalPath();
        var load = path.Add(CriticalPath.Root, 60, Cause.DramBandwidth);
        var weights = path.Add(CriticalPath.Root, 40, Cause.OnChipCopy);
        var done = path.Add(path.Later(load, weights), 100, Cause.Tensor);
        var byCause = new long[CauseNames.Count];
        path.Attribute(done, 0, byCause);
        Assert.Equal(60, byCause[(int)Cause.DramBandwidth]);
        Assert.Equal(40, byCause[(int)Cause.Tensor]);
        Assert.Equal(0, byCause[(int)Cause.OnChipCopy]);
    }

    [Fact]
    public void Every_cause_has_its_own_name_at_its_own_place()
    {
        var causes = Enum.GetValues<Cause>();
        Assert.Equal(causes, CauseNames.All);
        Assert.Equal(causes.Length, causes.Select(cause => cause.DisplayName()).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, causes.Length), causes.Select(cause => (int)cause));
    }

    [Fact]
    public void Spans_keep_their_names_and_order()
    {
        var recorder = new SpanRecorder();
        var track = recorder.Tracks["core 0 compute"];
        recorder.Span(track, recorder.Labels["conv"], 10, 30, 4);
        recorder.Span(track, recorder.Labels["add"], 30, 35);
        Assert.Equal(recorder.Tracks["core 0 compute"], track);
        Assert.Equal(new TraceSpan(0, 0, 10, 30, 4), recorder.Spans[0]);
        Assert.Equal("add", recorder.Labels.All[recorder.Spans[1].Name]);
    }

    [Fact]
    public void An_event_is_32_bytes() => Assert.Equal(32, Unsafe.SizeOf<SimEvent>());

    [Fact]
    public void A_node_of_the_critical_path_is_at_most_24_bytes()
    {
        var node = typeof(CriticalPath).GetNestedType("Node", BindingFlags.NonPublic)!;
        var size = (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(node).Invoke(null, null)!;
        Assert.InRange(size, 1, 24);
    }
}
