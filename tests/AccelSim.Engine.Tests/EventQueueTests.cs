using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Engine.Tests;

public class EventQueueTests
{
    /// <summary>Distances from now that hit every structure: this instant, this slot, the wheel, just at its end, far beyond.</summary>
    private static readonly long[] Distances =
        [0, 0, 1, 1000, 1_000_000, 1 << 20, (1 << 20) + 1, 4095L << 20, 4096L << 20, 4097L << 20, 1L << 40, 1L << 50];

    private static Gen<(int Pops, long[] Distances, int[] Phases)[]> Script =>
        (from pops in Gen.Choose(0, 6)
         from distances in Gen.ArrayOf(Gen.Elements(Distances))
         from phases in Gen.ArrayOf(Gen.Choose(0, 4))
         select (pops, distances, phases)).ArrayOf();

    [Fact]
    public void Order_equals_the_oracle_for_any_script_of_pushes_and_pops() => Law.Holds(Script, script =>
    {
        var queue = new EventQueue();
        var oracle = new HeapEventQueue();
        var tag = 0;
        foreach (var (pops, distances, phases) in script)
        {
            for (var i = 0; i < distances.Length; i++)
            {
                var phase = phases.Length == 0 ? Phase.Execute : (Phase)phases[i % phases.Length];
                queue.Push(queue.Now + distances[i], phase, 0, tag);
                oracle.Push(queue.Now + distances[i], phase, tag++);
            }

            Drain(queue, oracle, Math.Min(pops, oracle.Count));
        }

        Drain(queue, oracle, oracle.Count);
        Assert.False(queue.TryPop(out _));
        Assert.Equal(0, queue.Count);
    });

    [Fact]
    public void Order_equals_the_oracle_when_hundreds_of_events_share_a_slot() => Law.Holds(
        Gen.ArrayOf(Gen.Choose(0, 1 << 21), 400), offsets =>
        {
            var queue = new EventQueue();
            var oracle = new HeapEventQueue();
            for (var i = 0; i < offsets.Length; i++)
            {
                queue.Push((1L << 21) + offsets[i], (Phase)(i % 5), 0, i);
                oracle.Push((1L << 21) + offsets[i], (Phase)(i % 5), i);
            }

            Drain(queue, oracle, offsets.Length);
        }, count: 20);

    [Fact]
    public void Equal_time_and_phase_is_first_in_first_out()
    {
        var queue = new EventQueue();
        for (var i = 0; i < 1000; i++)
        {
            queue.Push(5_000_000, Phase.Execute, 0, i);
        }

        for (var i = 0; i < 1000; i++)
        {
            Assert.True(queue.TryPop(out var item));
            Assert.Equal(i, item.Tag);
        }
    }

    [Fact]
    public void Push_before_the_last_popped_event_is_refused()
    {
        var queue = new EventQueue();
        queue.Push(100, Phase.Execute, 0, 0);
        queue.TryPop(out _);
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Push(99, Phase.Execute, 0, 0));
        queue.Push(100, Phase.Execute, 0, 0);
    }

    [Fact]
    public void Peeking_ahead_does_not_lose_an_earlier_push()
    {
        var queue = new EventQueue();
        queue.Push(1L << 45, Phase.Execute, 0, 1);
        Assert.True(queue.TryPeekTime(out var time));
        Assert.Equal(1L << 45, time);
        queue.Push(7, Phase.Execute, 0, 2);
        queue.TryPop(out var first);
        queue.TryPop(out var second);
        Assert.Equal((2, 1), (first.Tag, second.Tag));
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        var queue = new EventQueue();
        for (var i = 0; i < 64; i++)
        {
            queue.Push(i * 700_000L, Phase.Execute, 0, i);
        }

        void Turn(int count)
        {
            for (var i = 0; i < count; i++)
            {
                queue.TryPop(out var item);
                queue.Push(item.Time + (i % 100 == 0 ? 1L << 36 : 1_300_000), Phase.Execute, 0, item.Tag);
            }
        }

        Turn(1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn(200_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Drain(EventQueue queue, HeapEventQueue oracle, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var expected = oracle.Pop();
            Assert.True(queue.TryPeekTime(out var time));
            Assert.True(queue.TryPop(out var item));
            Assert.Equal(expected.Time, time);
            Assert.Equal(expected, (item.Time, (byte)item.Phase, item.Sequence, item.Tag));
        }
    }
}
