using AccelSim.Chips.Mlu;
using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>The scalar row of a timeline.</summary>
public sealed class ScalarTraceTests
{
    private const string Loop = "li r7, 1000\nagain:\nadd r6, r6, 1\nmul r5, r6, r6\nblt r6, r7, again\n";

    [Fact]
    public void A_loop_of_scalar_instructions_is_one_slice_as_long_as_the_task()
    {
        var (slices, cycle) = Slices(Loop);
        var slice = Assert.Single(slices);
        Assert.Equal("scalar", slice.Name);
        Assert.InRange(slice.Length / cycle, Bench.TaskCycles(Loop) - 5, Bench.TaskCycles(Loop));
    }

    [Fact]
    public void Waiting_for_a_copy_ends_a_slice_and_decoding_one_does_not()
    {
        const string Copy = "li r1, 0\nli r2, 8192\nmemcpy.nram2nram.async r2, r1, r2\nli r3, 1\n";
        Assert.Single(Slices(Copy + "li r4, 1\n").Slices);
        Assert.Equal(2, Slices(Copy + "sync\nli r4, 1\n").Slices.Count);
    }

    [Fact]
    public void A_result_that_nobody_reads_is_shown_up_to_the_end_of_the_task()
    {
        // The value would come hundreds of cycles later.
        var (slices, cycle) = Slices("li r1, 7\nld.gdram.i32 r2, [r0 + 0]\n");
        Assert.InRange(Assert.Single(slices).Length / cycle, 1, 10);
    }

    private static (List<(string Name, long Length)> Slices, long Cycle) Slices(string body)
    {
        var recorder = new SpanRecorder();
        var (device, run) = Bench.Run($".kernel k, block\n{body}halt\n", options: new MluDeviceOptions { Trace = recorder });
        var track = recorder.Tracks["cluster 0 core 0 alu"];
        var slices = recorder.Spans.ToArray().Where(span => span.Track == track).ToList();
        Assert.All(slices, slice => Assert.InRange(slice.End, slice.Start, run.End));
        return (slices.ConvertAll(slice => (recorder.Labels.All[slice.Name], slice.End - slice.Start)), device.Clock.Edge(1));
    }
}
