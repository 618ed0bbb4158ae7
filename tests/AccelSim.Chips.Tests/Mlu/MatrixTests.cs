using System.Collections.Immutable;
using AccelSim.Chips.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>The closed forms of the lane and cube units against a walk over the tiles that they stand for.</summary>
public class MatrixTests
{
    private static readonly CubeMatrixTiming Cube = new(new CubeMatrixSpec
    {
        StartOverhead = new Cycles(0),
        Rounding = MatrixRounding.HalfToEven,
        Cubes = ImmutableSortedDictionary<MacFormat, CubeShape>.Empty
            .Add(MacFormat.Fp16, new CubeShape { M = 16, K = 16, N = 16 })
            .Add(MacFormat.Int8, new CubeShape { M = 16, K = 32, N = 16 }),
    });

    [Theory]
    [InlineData(MacFormat.Fp16, 128, 128, 128, 512)] // 8 x 8 x 8 cubes: the figure of the vendor's manual
    [InlineData(MacFormat.Fp16, 1, 1, 1, 1)]
    [InlineData(MacFormat.Fp16, 17, 16, 33, 2 * 1 * 3)]
    [InlineData(MacFormat.Int8, 128, 128, 128, 256)] // twice the depth
    public void A_cube_takes_one_cycle_per_tile(MacFormat format, int m, int k, int n, int cycles) =>
        Assert.Equal(cycles, Cube.Cycles(format, m, k, n, 1));

    [Theory]
    [InlineData(64, 64, 1)] // all lanes, their 64 multipliers full
    [InlineData(65, 64, 2)] // one output channel more: another round of lanes
    [InlineData(64, 65, 2)] // one input channel more: another cycle
    [InlineData(1, 1, 1)]
    [InlineData(256, 256, 4 * 4)]
    public void Lanes_work_in_whole_rounds(int n, int k, int cyclesPerPixel)
    {
        // MLU270 int8: 4096 multipliers in 64 lanes. 56 x 56 pixels, a window of 3 x 3.
        var timing = MatrixTimings.Create(Bench.Chip("mlu270-s4").Core.Matrix);
        Assert.Equal(cyclesPerPixel * 9 * 56 * 56, timing.Cycles(MacFormat.Int8, 56 * 56, k, n, 9));
    }

    [Fact]
    public void Lanes_and_cubes_in_closed_form_equal_a_walk_over_their_tiles() => Law.Holds(
        from m in Gen.Choose(1, 70)
        from k in Gen.Choose(1, 150)
        from n in Gen.Choose(1, 150)
        from window in Gen.Elements(1, 4, 9)
        select (m, k, n, window), t =>
        {
            var (m, k, n, window) = t;
            Assert.Equal(Steps(m, 16) * Steps(k * window, 16) * Steps(n, 16), Cube.Cycles(MacFormat.Fp16, m, k, n, window));
            var lanes = MatrixTimings.Create(Bench.Chip("mlu270-s4").Core.Matrix);
            Assert.Equal(Steps(n, 64) * Steps(k, 64) * window * m, lanes.Cycles(MacFormat.Int8, m, k, n, window));
        }, count: 50);

    private static long Steps(int extent, int tile)
    {
        var steps = 0L;
        for (var done = 0; done < extent; done += tile)
        {
            steps++;
        }

        return steps;
    }
}
