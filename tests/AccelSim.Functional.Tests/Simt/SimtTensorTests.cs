using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>The tensor core against plain matrix products, through fragment maps written down from the documents.</summary>
public sealed class SimtTensorTests
{
    public static TheoryData<string> Opcodes => [.. FragmentMap.All.Select(map => map.Opcode.ToString())];

    public static TheoryData<string> RealOpcodes => [.. FragmentMap.All.Where(map => map.Output != SimtElement.S32).Select(map => map.Opcode.ToString())];

    private static FragmentMap Map(string opcode) => FragmentMap.All.Single(map => map.Opcode.ToString() == opcode);

    [Fact]
    public void Every_matrix_product_has_a_map() => Assert.Equal(
        SimtInstructionSet.All.Where(row => row.Unit == SimtUnit.Tensor).Select(row => row.Opcode).Order(), FragmentMap.All.Select(map => map.Opcode).Order());

    [Theory]
    [MemberData(nameof(Opcodes))]
    public void Lanes_share_each_matrix_without_gap_or_overlap(string opcode)
    {
        var map = Map(opcode);
        var product = SimtFragments.Of(map.Opcode);
        Assert.Equal((map.M, map.N, map.K, map.Products), (product.M, product.N, product.K, product.Products));
        Assert.Equal(map.M * map.N * map.K * map.Products, product.Macs);
        foreach (var (fragment, elements, columns, rows, place) in new[]
        {
            (product.A, map.AElements, map.K, map.M, map.A), (product.B, map.BElements, map.N, map.K, map.B), (product.C, map.CElements, map.N, map.M, map.C),
        })
        {
            Assert.Equal(elements, fragment.PerLane);
            Assert.Equal(Enumerable.Range(0, map.Products * rows * columns), fragment.Places.Order());
            for (var lane = 0; lane < map.Lanes; lane++)
            {
                for (var i = 0; i < elements; i++)
                {
                    var (row, column) = place(lane, i);
                    Assert.Equal((map.Product(lane) * rows * columns) + (row * columns) + column, fragment.Places[(lane * elements) + i]);
                }
            }
        }

        var operands = SimtInstructionSet.Get(map.Opcode).Operands;
        Assert.Equal([product.C.Registers, product.A.Registers, product.B.Registers, product.C.Registers], operands.Select(operand => operand.Registers));
    }

    /// <summary>Multiples of 1/8 up to 4 (whole for integers): every partial sum is exact, so results must be equal to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Opcodes))]
    public void A_product_of_numbers_with_few_bits_is_exact(string opcode)
    {
        var map = Map(opcode);
        Law.Holds(Gen.Choose(0, int.MaxValue), seed =>
        {
            var random = new System.Random(seed);
            Multiply(map, () => map.Input == SimtElement.S8 ? random.Next(-128, 128) : random.Next(-32, 33) / 8.0, () => random.Next(-32, 33), (expected, actual, _) =>
                Assert.Equal(MatrixElement.OfBits(map.Output, MatrixElement.ToBits(map.Output, expected)), actual));
        }, count: 40);
    }

    [Theory]
    [MemberData(nameof(RealOpcodes))]
    public void A_product_of_any_numbers_is_near_the_one_in_double(string opcode)
    {
        var map = Map(opcode);
        var near = map.Output switch { SimtElement.F16 => 1.0 / 1024, SimtElement.F64 => 1e-14, _ => 1e-5 };
        Law.Holds(Gen.Choose(0, int.MaxValue), seed =>
        {
            var random = new System.Random(seed);
            double Number() => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-2, 2));
            Multiply(map, Number, Number, (expected, actual, scale) => Assert.InRange(actual, expected - (near * scale), expected + (near * scale)));
        }, count: 40);
    }

    /// <summary>Multiplies matrices of numbers from <paramref name="next"/> and hands each element of D to <paramref name="check"/>: expected, actual, sum of magnitudes.</summary>
    private static void Multiply(FragmentMap map, Func<double> next, Func<double> nextC, Action<double, double, double> check)
    {
        double Rounded(SimtElement type, double value) => MatrixElement.OfBits(type, MatrixElement.ToBits(type, value));
        double[][,] Matrices(int rows, int columns, SimtElement type, Func<double> number)
        {
            var all = new double[map.Products][,];
            for (var part = 0; part < all.Length; part++)
            {
                all[part] = new double[rows, columns];
                for (var at = 0; at < rows * columns; at++)
                {
                    all[part][at / columns, at % columns] = Rounded(type, number());
                }
            }

            return all;
        }

        var (a, b, c) = (Matrices(map.M, map.K, map.Input, next), Matrices(map.K, map.N, map.Input, next), Matrices(map.M, map.N, map.Output, nextC));
        var kernel = SimtRun.Assemble($".registers 64\n{SimtInstructionSet.Get(map.Opcode).Template} r48, r0, r8, r16\n");
        var launch = new SimtLaunchState(new SimtProgram(kernel), new(1, 1, 1), new(map.Lanes, 1, 1), [], map.Lanes, 16, new byte[16]);
        var (block, warp) = (new SimtBlock(), new SimtWarp());
        block.Start(launch, 0, 0);
        warp.Start(launch, block, 0);
        void Each(int elements, Func<int, int, (int Row, int Column)> place, Action<int, int, int, int, int> visit)
        {
            for (var lane = 0; lane < map.Lanes; lane++)
            {
                for (var i = 0; i < elements; i++)
                {
                    var (row, column) = place(lane, i);
                    visit(lane, i, map.Product(lane), row, column);
                }
            }
        }

        Each(map.AElements, map.A, (lane, i, part, row, column) => MatrixElement.Put(warp, 1, lane, i, map.Input, a[part][row, column]));
        Each(map.BElements, map.B, (lane, i, part, row, column) => MatrixElement.Put(warp, 9, lane, i, map.Input, b[part][row, column]));
        Each(map.CElements, map.C, (lane, i, part, row, column) => MatrixElement.Put(warp, 17, lane, i, map.Output, c[part][row, column]));
        new SimtInterpreter().Step(warp, values: true, new SimtAccess());
        Each(map.CElements, map.C, (lane, i, part, row, column) =>
        {
            var (sum, scale) = (c[part][row, column], Math.Abs(c[part][row, column]));
            for (var k = 0; k < map.K; k++)
            {
                sum += a[part][row, k] * b[part][k, column];
                scale += Math.Abs(a[part][row, k] * b[part][k, column]);
            }

            check(sum, MatrixElement.Get(warp, 49, lane, i, map.Output), scale);
        });
    }

    /// <summary>A 16x16 and B 16x8 row by row in shared memory: ldmatrix.x4 gives A's fragment, ldmatrix.x2.trans gives B's.</summary>
    [Fact]
    public void Matrix_loads_feed_the_matrix_product()
    {
        var random = new System.Random(7);
        var memory = new byte[4096];
        Half Number(int at) => BitConverter.ToHalf(memory, 2 * at);
        for (var at = 0; at < (16 * 16) + (16 * 8); at++)
        {
            BitConverter.TryWriteBytes(memory.AsSpan(2 * at), (Half)(random.Next(-16, 17) / 4.0));
        }

        var kernel = SimtRun.Assemble("""
            .shared 768
                s2r r0, %laneid
                shl.b32 r4, r0, 3           ; 24 bytes a lane: 32 x 24 = 768
                mad.lo.s32 r4, r0, 16, r4
                cvt.s64.s32 r2, r4
                ld.global.b64 r8, [r2]
                ld.global.b64 r10, [r2 + 8]
                ld.global.b64 r12, [r2 + 16]
                st.shared.b64 [r4], r8
                st.shared.b64 [r4 + 8], r10
                st.shared.b64 [r4 + 16], r12
                bar.sync 0, 0
                and.b32 r5, r0, 15          ; row of A: lane mod 16; right half for lanes 16 and more
                shr.u32 r6, r0, 4
                shl.b32 r7, r5, 5
                mad.lo.s32 r7, r6, 16, r7
                ldmatrix.x4 r16, [r7]
                shl.b32 r7, r5, 4           ; row of B
                ldmatrix.x2.trans r20, [r7 + 512]
                mma.m16n8k16.f32.f16 r24, r16, r20, rz
                shl.b32 r4, r0, 4
                cvt.s64.s32 r2, r4
                st.global.b128 [r2 + 1024], r24
            """);
        new SimtRun().Launch(new SimtLaunchState(new SimtProgram(kernel), new(1, 1, 1), new(32, 1, 1), [], 32, memory.Length, memory));
        var map = Map(nameof(SimtOpcode.MmaM16N8K16F32F16));
        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < 4; i++)
            {
                var (row, column) = map.C(lane, i);
                var expected = Enumerable.Range(0, 16).Sum(k => (double)Number((16 * row) + k) * (double)Number(256 + (8 * k) + column));
                Assert.Equal((float)expected, BitConverter.ToSingle(memory, 1024 + (16 * lane) + (4 * i)));
            }
        }
    }
}
