using AccelSim.Functional.Simt;
using FsCheck.Fluent;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>
/// Products of warp groups against plain matrix products: where the factors lie is written down here again, from CUTLASS's canonical layouts
/// (mma_traits_sm90_gmma.hpp), and how lanes share the sums from the figures of the PTX ISA.
/// </summary>
public sealed class SimtWarpGroupTests
{
    private const int SharedBytes = 128 * 1024;

    /// <summary>A matrix in shared memory: bytes of its swizzle (0 for none), transposed (N along the row), offsets, where it begins.</summary>
    private sealed record Layout(int Swizzle, bool Transposed, int Leading, int Stride, int Start)
    {
        public ulong Bits => (uint)(Start >> 4) | ((ulong)(uint)(Leading >> 4) << 16) | ((ulong)(uint)(Stride >> 4) << 32) | ((Swizzle switch { 128 => 1UL, 64 => 2UL, 32 => 3UL, _ => 0UL }) << 62);

        /// <summary>Byte address of element (mn, k), two bytes each: CUTLASS's strides, then pieces of 16 bytes change places by row of 128 bytes.</summary>
        public int Address(int mn, int k)
        {
            var (t, wide) = (8, Math.Max(1, Swizzle / 16));
            var offset = (Transposed, Swizzle) switch
            {
                (false, 0) => (mn % 8 * 2 * t) + (mn / 8 * Stride) + (k % t * 2) + (k / t * Leading),
                (false, _) => (mn % 8 * 2 * wide * t) + (mn / 8 * Stride) + (k * 2),
                (true, 0) => (mn % t * 2) + (mn / t * Stride) + (k % 8 * 2 * t) + (k / 8 * Leading),
                (true, _) => (mn % (wide * t) * 2) + (mn / (wide * t) * Leading) + (k % 8 * 2 * wide * t) + (k / 8 * Stride),
            };
            var address = Start + offset;
            if (Swizzle == 0)
            {
                return address;
            }

            var piece = address / 16 % wide;
            return address - (16 * piece) + (16 * (piece ^ (address / 128 % wide)));
        }
    }

    public static TheoryData<int, bool> Layouts()
    {
        var data = new TheoryData<int, bool>();
        foreach (var swizzle in new[] { 0, 32, 64, 128 })
        {
            data.Add(swizzle, false);
            data.Add(swizzle, true);
        }

        return data;
    }

    /// <summary>Multiples of 1/8 up to 4: every partial sum is exact, so results are equal to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_product_of_numbers_with_few_bits_is_exact(int swizzle, bool transposed) => Law.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new System.Random(seed);
        Multiply(random, 8 * random.Next(1, 33), swizzle, transposed, () => random.Next(-32, 33) / 8.0, (expected, actual, _) => Assert.Equal((float)expected, actual));
    }, count: 24);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_product_of_any_numbers_is_near_the_one_in_double(int swizzle, bool transposed) => Law.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new System.Random(seed);
        Multiply(random, 8 * random.Next(1, 33), swizzle, transposed, () => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-2, 2)), (expected, actual, scale) =>
            Assert.InRange(actual, expected - (1e-5 * scale), expected + (1e-5 * scale)));
    }, count: 8);

    private static void Multiply(System.Random random, int n, int swizzle, bool transposed, Func<double> number, Action<double, float, double> check)
    {
        var bf16 = random.Next(2) == 0;
        var fromShared = random.Next(3) > 0;
        var adds = random.Next(3) > 0;
        var type = bf16 ? SimtElement.BF16 : SimtElement.F16;
        double Number() => MatrixElement.OfBits(type, MatrixElement.ToBits(type, number()));
        var (a, b, c) = (new double[64, 16], new double[16, n], new double[64, n]);
        Fill(a, Number);
        Fill(b, Number);
        Fill(c, () => (float)number());

        var mnemonic = $"wgmma.{(fromShared ? "ss" : "rs")}.m64n{n}k16.f32.{(bf16 ? "bf16" : "f16")}{(transposed ? ".trans" : "")}";
        var kernel = SimtRun.Assemble($".registers 160\n{mnemonic} r16, r4, r8, {(adds ? "pt" : "!pt")}\n");
        var group = random.Next(2);
        var launch = new SimtLaunchState(new SimtProgram(kernel), new(1, 1, 1), new(256, 1, 1), [], 32, 16, new byte[16], SharedBytes);
        var block = new SimtBlock();
        block.Start(launch, 0, 0);
        random.NextBytes(block.Shared);
        var (layoutA, layoutB) = (A(random), B(random, n, swizzle, transposed));
        void Put(Layout layout, int mn, int k, double value) => BitConverter.TryWriteBytes(block.Shared[layout.Address(mn, k)..], (ushort)MatrixElement.ToBits(type, value));
        Each(16, n, (k, column) => Put(layoutB, column, k, b[k, column]));
        if (fromShared)
        {
            Each(64, 16, (row, k) => Put(layoutA, row, k, a[row, k]));
        }

        var interpreter = new SimtInterpreter();
        var warps = Enumerable.Range(0, 4).Select(rank => Warp(launch, block, (4 * group) + rank)).ToArray();
        foreach (var warp in warps)
        {
            warp.Register(9).Fill((uint)layoutB.Bits);
            warp.Register(10).Fill((uint)(layoutB.Bits >> 32));
            warp.Register(5).Fill((uint)layoutA.Bits);
            warp.Register(6).Fill((uint)(layoutA.Bits >> 32));
            if (!fromShared)
            {
                EachOfA((lane, i, row, k) => Set16(warp, 5 + (i / 2), lane, i % 2, (ushort)MatrixElement.ToBits(type, a[(16 * (warp.Number % 4)) + row, k])));
            }

            EachOfD(n, (lane, i, row, column) => warp.Register(17 + i)[lane] = BitConverter.SingleToUInt32Bits((float)c[(16 * (warp.Number % 4)) + row, column]));
        }

        // the last of the four starts it
        var access = new SimtAccess();
        for (var i = 0; i < 4; i++)
        {
            interpreter.Step(warps[i], values: true, access);
            Assert.Equal(i == 3, access.Starts);
        }

        foreach (var warp in warps)
        {
            EachOfD(n, (lane, i, row, column) =>
            {
                row += 16 * (warp.Number % 4);
                var sum = adds ? c[row, column] : 0;
                var scale = Math.Abs(sum);
                for (var k = 0; k < 16; k++)
                {
                    sum += a[row, k] * b[k, column];
                    scale += Math.Abs(a[row, k] * b[k, column]);
                }

                check(sum, BitConverter.UInt32BitsToSingle(warp.Register(17 + i)[lane]), scale);
            });
        }
    }

    private static SimtWarp Warp(SimtLaunchState launch, SimtBlock block, int number)
    {
        var warp = new SimtWarp();
        warp.Start(launch, block, number);
        return warp;
    }

    private static void Set16(SimtWarp warp, int register, int lane, int half, ushort bits)
    {
        ref var word = ref warp.Register(register)[lane];
        word = half == 0 ? (word & 0xffff0000) | bits : (word & 0xffff) | ((uint)bits << 16);
    }

    /// <summary>A of 64 rows below 64 KiB, any of its swizzles.</summary>
    private static Layout A(System.Random random)
    {
        var swizzle = new[] { 0, 32, 64, 128 }[random.Next(4)];
        var start = swizzle == 0 ? 16 * random.Next(64) : (8 * swizzle * random.Next(4)) + (32 * random.Next(swizzle / 32));
        return swizzle == 0 ? new Layout(0, false, 1024 + (16 * random.Next(8)), 128, start) : new Layout(swizzle, false, 0, 8 * swizzle * random.Next(1, 3), start);
    }

    /// <summary>B of n columns from 64 KiB on: blocks of eight lines behind each other, with room between them now and then.</summary>
    private static Layout B(System.Random random, int n, int swizzle, bool transposed)
    {
        const int from = 64 * 1024;
        var block = swizzle == 0 ? 128 : 8 * swizzle;
        var start = from + (block * random.Next(2)) + (swizzle > 0 && !transposed ? 32 * random.Next(swizzle / 32) : 0);
        return (transposed, swizzle) switch
        {
            (false, 0) => new(0, false, 128 * n / 8, 128, start),
            (false, _) => new(swizzle, false, 0, block, start),
            (true, 0) => new(0, true, 128 * n / 8, 128, start),

            // blocks of eight rows of k; the next columns behind both
            (true, _) => new(swizzle, true, 2 * block, block, start),
        };
    }

    private static void Fill(double[,] matrix, Func<double> number) => Each(matrix.GetLength(0), matrix.GetLength(1), (row, column) => matrix[row, column] = number());

    private static void Each(int rows, int columns, Action<int, int> visit)
    {
        for (var at = 0; at < rows * columns; at++)
        {
            visit(at / columns, at % columns);
        }
    }

    /// <summary>PTX ISA, wgmma .m64nNk16, figure of D: row lane / 4, and 8 more for i in 2, 3, 6, 7 ...; column 2 (lane mod 4) + i mod 2, 8 more after four.</summary>
    private static void EachOfD(int n, Action<int, int, int, int> visit) =>
        Each(32, n / 2, (lane, i) => visit(lane, i, (lane / 4) + ((i & 2) != 0 ? 8 : 0), (i / 4 * 8) + (lane % 4 * 2) + (i & 1)));

    /// <summary>Figure of A: i = 0, 1 row lane / 4; 2, 3 the row 8 below; 4 to 7 likewise 8 columns further.</summary>
    private static void EachOfA(Action<int, int, int, int> visit) =>
        Each(32, 8, (lane, i) => visit(lane, i, (lane / 4) + ((i & 2) != 0 ? 8 : 0), (lane % 4 * 2) + (i & 1) + (i >= 4 ? 8 : 0)));

    // ---- what is refused ---------------------------------------------------------------------------------------------------------------

    private static string Error(string body, int threads = 128)
    {
        var launch = new SimtLaunchState(new SimtProgram(SimtRun.Assemble(".shared 4096\n" + body)), new(1, 1, 1), new(threads, 1, 1), [], 32, 4096, new byte[4096]);
        return Assert.Throws<SimtExecutionException>(() => new SimtFunctionalRunner().Launch(launch, TestContext.Current.CancellationToken)).Message;
    }

    [Theory]
    [InlineData("mov.b32 r4, 0x4000", "descriptor 0x0000000000004000 sets bits that mean nothing (0x4000)")]
    [InlineData("mov.b32 r5, 0x20000", "sets bits that mean nothing (0x2000000000000)")]
    [InlineData("mov.b32 r4, 8\nmov.b32 r5, 0x40000000", "a matrix with a swizzle of 128 bytes begins in the first 128 of 1024 aligned bytes, not at 0x80")]
    [InlineData("mov.b32 r4, 256", "the matrix at 0x1000 (leading offset 0, stride offset 0, no swizzle) would reach to 0x107f, outside the 4096 bytes of shared memory")]
    [InlineData("mov.b32 r5, 64", "the matrix at 0x0 (leading offset 0, stride offset 1024, no swizzle) would reach to 0x1c7f, outside")]
    [InlineData("s2r r4, %laneid", "lanes 0 and 1 describe different matrices")]
    public void A_descriptor_that_names_no_matrix_is_refused(string set, string expected)
    {
        foreach (var (product, which) in new[] { ("r4, r8", "A"), ("r8, r4", "B") })
        {
            var error = Error($"{set}\nwgmma.ss.m64n64k16.f32.f16 r16, {product}, !pt");
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.Contains("wgmma.ss.m64n64k16.f32.f16", error, StringComparison.Ordinal);
            Assert.EndsWith("(block (0, 0, 0), warp 0)", error, StringComparison.Ordinal);
            Assert.True(!expected.StartsWith("lanes", StringComparison.Ordinal) || error.Contains("matrices " + which, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(96, "wgmma.ss.m64n8k16.f32.f16 by warp 0, whose warp group is not whole: it needs blocks of at least 128 threads, these have 96")]
    [InlineData(200, "by warp 4, whose warp group is not whole: it needs blocks of at least 256 threads, these have 200")]
    public void A_product_needs_four_warps(int threads, string expected) =>
        Assert.Contains(expected, Error("wgmma.ss.m64n8k16.f32.f16 r16, r4, r6, !pt", threads), StringComparison.Ordinal);

    [Theory]
    [InlineData("wgmma.ss.m64n8k16.f32.f16 r16, r4, r6, !pt", "wgmma.ss.m64n8k16.f32.f16 in only some lanes (0xff): all 32 of the warp must be together there")]
    [InlineData("wgmma.wait_group 0", "wgmma.wait_group in only some lanes (0xff)")]
    public void Lanes_that_have_parted_make_no_product(string instruction, string expected) =>
        Assert.StartsWith(expected, Error($"s2r r0, %laneid\nsetp.lt.and.s32 p0, r0, 8, pt\n@p0 {instruction}"), StringComparison.Ordinal);

    [Fact]
    public void Warps_of_a_group_make_the_same_products() => Assert.StartsWith(
        "the warps of warp group 0 make different products: another was at k+3 (line 6): @!p0 wgmma.ss.m64n8k16.f32.f16 r16, r4, r6, !pt at k+2 (line 5): @p0 wgmma.ss.m64n16k16.f32.f16 r16, r4, r6, !pt",
        Error("s2r r0, %warpid\nsetp.eq.and.s32 p0, r0, 2, pt\n@p0 wgmma.ss.m64n16k16.f32.f16 r16, r4, r6, !pt\n@!p0 wgmma.ss.m64n8k16.f32.f16 r16, r4, r6, !pt"), StringComparison.Ordinal);

    [Fact]
    public void All_warps_of_a_group_make_each_product() => Assert.StartsWith(
        "the warps of warp group 1 have made 1, 1, 0 and 1 products: a product needs all four at k (block (0, 0, 0))",
        Error("s2r r0, %warpid\nsetp.eq.and.s32 p0, r0, 6, pt\n@p0 exit\nwgmma.ss.m64n16k16.f32.f16 r16, r4, r6, !pt", 256), StringComparison.Ordinal);

    [Theory]
    [InlineData("ss", "add.s32 r0, r19, 1", "r19")]
    [InlineData("ss", "mov.b32 r16, 0", "r16")]
    [InlineData("rs", "mov.b32 r5, 0", "r5")]
    [InlineData("ss", "wgmma.commit_group\nwgmma.wait_group 1\nmov.b32 r19, 0", "r19")]
    [InlineData("ss", "wgmma.wait_group 0\nmov.b32 r19, 0", "r19")]
    public void Registers_of_a_product_are_not_touched_before_it_is_awaited(string from, string then, string register) => Assert.StartsWith(
        $"{register} is in use by a product of the warp group, which no wgmma.wait_group has awaited at k+",
        Error($"wgmma.{from}.m64n8k16.f32.f16 r16, r4, r12, !pt\n{then}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("wgmma.commit_group\nwgmma.wait_group 0\nadd.s32 r0, r19, 1")]
    [InlineData("wgmma.commit_group\nwgmma.ss.m64n8k16.f32.f16 r24, r4, r12, !pt\nwgmma.commit_group\nwgmma.wait_group 1\nmov.b32 r16, r19")]
    [InlineData("wgmma.ss.m64n8k16.f32.f16 r16, r4, r12, pt\nadd.s32 r0, r20, 1")]
    public void Registers_that_no_product_uses_are_free(string then)
    {
        var launch = new SimtLaunchState(
            new SimtProgram(SimtRun.Assemble($".shared 4096\nwgmma.ss.m64n8k16.f32.f16 r16, r4, r12, !pt\n{then}\n")), new(1, 1, 1), new(128, 1, 1), [], 32, 4096, new byte[4096]);
        Assert.Null(Record.Exception(() => new SimtFunctionalRunner().Launch(launch, TestContext.Current.CancellationToken)));
    }
}
