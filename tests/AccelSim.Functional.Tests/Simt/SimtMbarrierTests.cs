using AccelSim.Functional.Simt;
using FsCheck.Fluent;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>Barriers in shared memory and copies by the copy engine: phases, bytes, and what is refused.</summary>
public sealed class SimtMbarrierTests
{
    private const int GlobalBytes = 64 * 1024;

    private static byte[] Run(string body, int threads = 32, byte[]? memory = null)
    {
        memory ??= new byte[GlobalBytes];
        new SimtFunctionalRunner().Launch(Launch(body, threads, memory), TestContext.Current.CancellationToken);
        return memory;
    }

    private static SimtLaunchState Launch(string body, int threads, byte[] memory) =>
        new(new SimtProgram(SimtRun.Assemble(body)), new(1, 1, 1), new(threads, 1, 1), [], 32, memory.Length, memory) { BufferAt = address => address < GlobalBytes ? "tiles" : null };

    private static string Error(string body, int threads = 32) =>
        Assert.Throws<SimtExecutionException>(() => new SimtFunctionalRunner().Launch(Launch(".shared 4096\n" + body, threads, new byte[GlobalBytes]), TestContext.Current.CancellationToken)).Message;

    /// <summary>A producer and a consumer hand a word to and fro, three times: two barriers, each phase of either parity in turn.</summary>
    [Fact]
    public void Two_barriers_order_a_producer_and_a_consumer() => Assert.Equal([100, 101, 102, 103, 104], Integers(Run("""
        .shared 64
            s2r r0, %warpid
            s2r r1, %laneid
            setp.eq.and.s32 p0, r0, 0, pt
            setp.eq.and.s32 p1, r1, 0, pt
            mov.b32 r2, 0                    ; round
            mov.b32 r4, 8                    ; full, empty
            mov.b32 r5, 16
            @p1 setp.eq.and.s32 p2, r0, 0, pt
            and.pred p2, p0, p1
            @p2 mbarrier.init [r4], 1
            @p2 mbarrier.init [r5], 32
            bar.sync 0, 0
            @p0 bra producer
        consumer:
            and.b32 r6, r2, 1
            mbarrier.try_wait.parity p3, [r4], r6
            @!p3 bra consumer
            ld.shared.b32 r8, [rz]
            mbarrier.arrive [r5]
            mul.wide.u32 r10, r2, 4
            st.global.b32 [r10], r8
            add.s32 r2, r2, 1
            setp.lt.and.s32 p3, r2, 5, pt
            @p3 bra consumer
            exit
        producer:
            add.s32 r6, r2, 1
            and.b32 r6, r6, 1
            mbarrier.try_wait.parity p3, [r5], r6
            add.s32 r8, r2, 100
            @p1 st.shared.b32 [rz], r8
            @p1 mbarrier.arrive [r4]
            add.s32 r2, r2, 1
            setp.lt.and.s32 p3, r2, 5, pt
            @p3 bra producer
        """, 64), 5));

    /// <summary>A phase is over when arrivals and bytes have come, in whichever order the bytes were announced.</summary>
    [Theory]
    [InlineData("mbarrier.arrive.expect_tx [r8], 256\ncp.async.bulk [rz], [rz], r4")]
    [InlineData("mbarrier.expect_tx [r8], 256\ncp.async.bulk [rz], [rz], r4\nmbarrier.arrive [r8]")]
    [InlineData("cp.async.bulk [rz], [rz], r4\nmbarrier.arrive.expect_tx [r8], 256")]
    [InlineData("mbarrier.expect_tx [r8], 128\ncp.async.bulk [rz], [rz], r4\nmbarrier.arrive.expect_tx [r8], 128")]
    public void Bytes_and_arrivals_end_a_phase(string order)
    {
        var memory = new byte[GlobalBytes];
        new System.Random(3).NextBytes(memory.AsSpan(0, 256));
        Run($"""
            .shared 512
                mov.b32 r8, 256
                mov.b32 r4, 256
                mov.b32 r5, 256
                mbarrier.init [r8], 1
                {order}
                mbarrier.try_wait.parity p0, [r8], rz
                ld.shared.b128 r12, [rz + 240]
                @p0 st.global.b128 [rz + 1024], r12
            """, 1, memory);
        Assert.Equal(memory.AsSpan(240, 16).ToArray(), memory.AsSpan(1024, 16).ToArray());
    }

    /// <summary>Boxes of any rows, pitch and swizzle lie where plain loops put them.</summary>
    [Fact]
    public void A_box_lies_where_plain_loops_put_it() => Law.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new System.Random(seed);
        var (swizzle, wide) = new[] { ("", 16 * random.Next(1, 20)), (".swizzle_32b", 32), (".swizzle_64b", 64), (".swizzle_128b", 128) }[random.Next(4)];
        var (rows, pitch, from) = (random.Next(1, 33), 16 * random.Next(0, 60), 16 * random.Next(0, 64));
        var destination = swizzle.Length == 0 ? 16 * random.Next(1, 100) : 8 * wide * random.Next(1, 4);
        var memory = new byte[GlobalBytes];
        random.NextBytes(memory);
        var launch = Launch($"""
            .shared 16384
                mov.b64 r2, {from + 4096}
                mov.b32 r4, {wide}
                mov.b32 r5, {rows}
                mov.b32 r6, {pitch}
                mov.b32 r7, 0
                mov.b32 r8, {destination}
                mbarrier.init [rz], 1
                cp.async.bulk.box{swizzle} [r8], [r2 - 4096], r4
            """, 1, memory);
        var (block, warp, access) = (new SimtBlock(), new SimtWarp(), new SimtAccess());
        block.Start(launch, 0, 0);
        warp.Start(launch, block, 0);
        var interpreter = new SimtInterpreter();
        while (interpreter.Step(warp, values: true, access) != SimtStep.Bulk)
        {
        }

        Assert.Equal((rows * wide, from, pitch), ((int)access.Bulk.Bytes, (int)access.Bulk.Source, (int)access.Bulk.Pitch));
        var expected = new byte[16384];
        for (var row = 0; row < rows; row++)
        {
            for (var at = 0; at < wide; at++)
            {
                var place = destination + (row * wide) + at;
                var piece = swizzle.Length == 0 ? place / 16 : (place / 16 / (wide / 16) * (wide / 16)) + ((place / 16 % (wide / 16)) ^ (place / 128 % (wide / 16)));
                expected[(16 * piece) + (place % 16)] = memory[from + (row * pitch) + at];
            }
        }

        Assert.True(block.Shared.SequenceEqual(expected));
    }, count: 200);

    [Theory]
    [InlineData("mbarrier.arrive [rz + 64]", "no mbarrier was made at 0x40 of shared memory (mbarrier.init)")]
    [InlineData("mbarrier.try_wait.parity p0, [rz + 64], rz", "no mbarrier was made at 0x40 of shared memory (mbarrier.init)")]
    [InlineData("mov.b32 r0, 4\nmbarrier.init [r0], 1", "shared address 0x4 is misaligned: 8 bytes need a multiple of 8")]
    [InlineData("mov.b32 r0, 4096\nmbarrier.init [r0], 1", "8 bytes of shared memory at 0x1000 would lie outside its 4096 bytes")]
    [InlineData("mbarrier.init [rz], 0", "an mbarrier waits for 1 to 1048575 arrivals, not 0")]
    [InlineData("mbarrier.init [rz], 8\nmbarrier.expect_tx [rz], 1048576", "an mbarrier expects at most 1048575 bytes, not 1048576")]
    [InlineData("mbarrier.init [rz], 8\nmbarrier.expect_tx [rz], 8\nmbarrier.arrive [rz]", "more arrivals than the phase waits for: mbarrier at 0x0, whose phase 0 lacks 0 of 8 arrivals and 256 bytes")]
    [InlineData("s2r r0, %laneid\nmbarrier.init [rz], 8\nmbarrier.try_wait.parity p0, [rz], r0", "lanes 0 and 1 wait for different phases of mbarriers")]
    [InlineData("cp.async.bulk [rz], [rz], r4", "a bulk copy in 32 lanes (0xffffffff): one lane issues it")]
    public void What_makes_no_sense_is_refused(string body, string expected)
    {
        var error = Error(body);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Contains(body.Split('\n')[^1].Split(' ')[0], error, StringComparison.Ordinal);
        Assert.EndsWith("(block (0, 0, 0), warp 0)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cp.async.bulk [r8], [r2], r4", 16, 8, 0, 64, "no mbarrier was made at 0x8 of shared memory")]
    [InlineData("cp.async.bulk [r8], [r2], r4", 0, 0, 0, 64, "a bulk copy of 1 rows of 0 bytes: there are 1 to 256 rows of a multiple of 16 bytes")]
    [InlineData("cp.async.bulk [r8], [r2], r4", 24, 0, 0, 64, "a bulk copy of 1 rows of 24 bytes")]
    [InlineData("cp.async.bulk [r8], [r2 + 8], r4", 16, 0, 0, 64, "a bulk copy from 0x8, rows 16 bytes apart, to shared address 0x40 is misaligned: all need a multiple of 16")]
    [InlineData("cp.async.bulk [r8], [r2], r4", 16, 0, 0, 72, "to shared address 0x48 is misaligned")]
    [InlineData("cp.async.bulk [r8], [r2 + 65520], r4", 32, 0, 0, 64, "a bulk copy from 0xfff0 (near buffer 'tiles') to 0x10010 would lie outside the 65536 bytes of global memory")]
    [InlineData("cp.async.bulk [r8], [r2 - 16], r4", 32, 0, 0, 64, "a bulk copy from 0xfffffffffffffff0")]
    [InlineData("cp.async.bulk [r8], [r2], r4", 4096, 0, 0, 64, "a bulk copy of 4096 bytes to shared address 0x40 would lie outside its 4096 bytes")]
    [InlineData("cp.async.bulk.box [r8], [r2], r4", 16, 257, 16, 64, "a bulk copy of 257 rows of 16 bytes")]
    [InlineData("cp.async.bulk.box [r8], [r2], r4", 16, 2, 8, 64, "rows 8 bytes apart")]
    [InlineData("cp.async.bulk.box [r8], [r2], r4", 16, 64, 65520, 64, "would lie outside the 65536 bytes of global memory")]
    [InlineData("cp.async.bulk.box.swizzle_64b [r8], [r2], r4", 128, 2, 128, 1024, "a bulk copy with a swizzle of 64 bytes of rows of 128 bytes to shared address 0x400: rows must have 64 bytes and the address be a multiple of 512")]
    [InlineData("cp.async.bulk.box.swizzle_128b [r8], [r2], r4", 128, 2, 128, 512, "rows must have 128 bytes and the address be a multiple of 1024")]
    public void Copies_that_may_not_be_are_refused(string copy, int r4, int r5, int r6, int destination, string expected)
    {
        var error = Error($"mov.b64 r2, 0\nmov.b32 r4, {r4}\nmov.b32 r5, {r5}\nmov.b32 r6, {r6}\nmov.b32 r8, {destination}\nmbarrier.init [rz], 1\n{copy}", threads: 1);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("at k+6 (line 9): " + copy.Split(' ')[0], error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mbarrier.init [rz], 33\nmbarrier.arrive [rz]", "warp 0 at mbarrier at 0x0, whose phase 0 lacks 1 of 33 arrivals and 0 bytes")]
    [InlineData("mbarrier.init [rz], 32\nmbarrier.arrive.expect_tx [rz], 16", "warp 0 at mbarrier at 0x0, whose phase 0 lacks 0 of 32 arrivals and 512 bytes")]
    public void A_phase_that_never_ends_is_a_deadlock_that_names_the_barrier(string body, string expected)
    {
        var error = Error(body + "\nmbarrier.try_wait.parity p0, [rz], rz");
        Assert.StartsWith("1 warps wait at barriers that the others never reach: " + expected, error, StringComparison.Ordinal);
        Assert.Contains("mbarrier.try_wait.parity p0, [rz], rz", error, StringComparison.Ordinal);
    }

    private static int[] Integers(byte[] memory, int count) => [.. Enumerable.Range(0, count).Select(i => BitConverter.ToInt32(memory, 4 * i))];
}
