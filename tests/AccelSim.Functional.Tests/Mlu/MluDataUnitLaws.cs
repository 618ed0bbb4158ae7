using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Functional.Tests.Mlu;

public sealed class MluDataUnitLaws
{
    private static readonly MluDataType[] Floats = [MluDataType.F16, MluDataType.BF16, MluDataType.F32];

    private static Gen<int> Size(int low, int high) => Gen.Choose(low, high);

    /// <summary>Runs one instruction whose operands are given in slot order.</summary>
    private static void Execute(TestCore core, string mnemonic, params long[] operands) =>
        core.Run(string.Join('\n', operands.Select((value, i) => $"li r{i + 1}, {value}"))
            + $"\n{mnemonic} {string.Join(", ", operands.Select((_, i) => $"r{i + 1}"))}");

    private static double[] Fill(TestCore core, MluSpace space, long address, MluDataType type, int count, int seed, double scale = 1)
    {
        var random = new System.Random(seed);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => type.IsFloat() ? (random.NextDouble() - 0.5) * scale : random.Next(-8, 8))];
        core.Put(space, address, type, values);
        return core.Get(space, address, type, count);
    }

    [Fact]
    public void Copies_move_exactly_the_bytes_a_naive_loop_moves() =>
        Law.Holds(
            from bytes in Size(0, 40)
            from inner in Size(0, 6)
            from outer in Size(0, 5)
            from swap in Gen.Elements(true, false)
            from strides in Gen.ArrayOf(Size(-90, 90), 4)
            select (bytes, inner, outer, swap, strides),
            value =>
            {
                var (bytes, inner, outer, swap, strides) = value;
                var core = new TestCore();
                for (var i = 0; i < core.Memory.Gdram.Length; i++)
                {
                    core.Memory.Gdram[i] = (byte)(i * 7 % 251);
                }

                var expected = (byte[])core.Memory.Nram.Clone();
                const int From = 3000, To = 2000;
                var (inner2, outer2) = swap ? (outer, inner) : (inner, outer);
                for (var segment = 0; segment < inner * outer; segment++)
                {
                    var from = From + (segment % inner2 * strides[2]) + (segment / inner2 * strides[3]);
                    var to = To + (segment % inner * strides[0]) + (segment / inner * strides[1]);
                    for (var i = 0; i < bytes; i++)
                    {
                        expected[to + i] = core.Memory.Gdram[from + i];
                    }
                }

                Execute(core, "memcpy3d.gdram2nram", To, From, bytes, strides[0], inner, strides[1], outer, strides[2], inner2, strides[3], outer2, 0);
                Assert.Equal(expected, core.Memory.Nram);
            },
            count: 300);

    [Fact]
    public void Convolutions_equal_naive_loops() =>
        Law.Holds(
            from ci in Size(1, 9)
            from kernel in Gen.Zip(Size(1, 3), Size(1, 3))
            from extra in Gen.Zip(Size(0, 6), Size(0, 6))
            from stride in Gen.Zip(Size(1, 3), Size(1, 3))
            from dilation in Gen.Zip(Size(1, 2), Size(1, 2))
            from co in Gen.Elements(1, 3, 16, 17, 64, 70)
            from type in Gen.Elements(MluDataType.F32, MluDataType.F16, MluDataType.BF16, MluDataType.I8, MluDataType.I16)
            from partial in Gen.Elements(true, false)
            select (ci, kernel, extra, stride, dilation, co, type, partial),
            value =>
            {
                var (ci, (kh, kw), (eh, ew), (sx, sy), (dx, dy), co, type, partial) = value;
                var (h, w) = (((kh - 1) * dy) + 1 + eh, ((kw - 1) * dx) + 1 + ew);
                var (ho, wo) = ((eh / sy) + 1, (ew / sx) + 1);
                var core = new TestCore();
                const int Output = 40000, Partial = 20000;
                var source = Fill(core, MluSpace.Nram, 0, type, h * w * ci, 1);
                var filters = Fill(core, MluSpace.Wram, 0, type, (co + 63) / 64 * 64 * kh * kw * ci, 2);
                var result = type.IsFloat() ? MluDataType.F32 : MluDataType.I32;
                var before = Fill(core, MluSpace.Nram, Partial, result, partial ? ho * wo * co : 0, 3);
                long[] shape = [ci, h, w, kh, kw, sx, sy, co, dx, dy, type.IsFloat() ? -1 : 1];
                var suffix = $"{result.Suffix()}.{type.Suffix()}.{type.Suffix()}";
                Execute(core, (partial ? "conv.partial." : "conv.") + suffix, [Output, 0, 0, .. partial ? new long[] { Partial } : [], .. shape]);
                var actual = core.Get(MluSpace.Nram, Output, result, ho * wo * co);
                for (var i = 0; i < actual.Length; i++)
                {
                    var (y, x, c) = (i / co / wo, i / co % wo, i % co);
                    double sum = 0, magnitude = 0;
                    for (var k = 0; k < kh * kw * ci; k++)
                    {
                        var (ky, kx, kc) = (k / ci / kw, k / ci % kw, k % ci);
                        var product = source[(((((y * sy) + (ky * dy)) * w) + (x * sx) + (kx * dx)) * ci) + kc] * filters[((((c % 64) * ((co + 63) / 64)) + (c / 64)) * kh * kw * ci) + k];
                        sum += product;
                        magnitude += Math.Abs(product);
                    }

                    sum = (type.IsFloat() ? sum / 2 : sum * 2) + (partial ? before[i] : 0);
                    Assert.Equal(sum, actual[i], type.IsFloat() ? 1e-6 * (magnitude + 1) : 0);
                }
            },
            count: 120);

    [Fact]
    public void Products_equal_naive_loops_and_do_not_depend_on_threads() =>
        Law.Holds(
            from m in Size(1, 20)
            from k in Size(1, 40)
            from n in Size(1, 40)
            from type in Gen.Elements(Floats)
            select (m, k, n, type),
            value =>
            {
                var (m, k, n, type) = value;
                var (core, other) = (new TestCore(), new TestCore(new MluDataUnitOptions(Threads: 4)));
                var left = Fill(core, MluSpace.Nram, 0, type, m * k, 1);
                var right = Fill(core, MluSpace.Wram, 0, type, k * n, 2);
                Fill(other, MluSpace.Nram, 0, type, m * k, 1);
                Fill(other, MluSpace.Wram, 0, type, k * n, 2);
                Execute(core, $"matmul.f32.{type.Suffix()}.{type.Suffix()}", 32768, 0, 0, m, k, n, 0);
                Execute(other, $"matmul.f32.{type.Suffix()}.{type.Suffix()}", 32768, 0, 0, m, k, n, 0);
                Assert.Equal(core.Memory.Nram, other.Memory.Nram);
                var actual = core.Get(MluSpace.Nram, 32768, MluDataType.F32, m * n);
                for (var i = 0; i < m * n; i++)
                {
                    Assert.Equal(Enumerable.Range(0, k).Sum(j => left[(i / n * k) + j] * right[(j * n) + (i % n)]), actual[i], 1e-5);
                }
            },
            count: 60);

    [Fact]
    public void Large_products_are_the_same_on_any_number_of_threads()
    {
        var outputs = new List<byte[]>();
        foreach (var threads in new[] { 1, 2, 5 })
        {
            var core = new TestCore(new MluDataUnitOptions(Threads: threads), nram: 1 << 20, wram: 1 << 18);
            Fill(core, MluSpace.Nram, 0, MluDataType.F16, 250 * 190, 5);
            Fill(core, MluSpace.Wram, 0, MluDataType.F16, 190 * 75, 6);
            Execute(core, "matmul.f16.f16.f16", 1 << 19, 0, 0, 250, 190, 75, 0);
            outputs.Add(core.Memory.Nram);
        }

        Assert.Equal(outputs[0], outputs[1]);
        Assert.Equal(outputs[0], outputs[2]);
    }

    [Fact]
    public void Weights_written_again_are_noticed()
    {
        var core = new TestCore();
        core.Put(MluSpace.Nram, 0, MluDataType.F32, [1, 2]);
        foreach (var weight in new double[] { 3, 5, 3 })
        {
            core.Put(MluSpace.Wram, 0, MluDataType.F32, [weight, 1]);
            Execute(core, "matmul.f32.f32.f32", 64, 0, 0, 1, 2, 1, 0);
            Assert.Equal([weight + 2], core.Get(MluSpace.Nram, 64, MluDataType.F32, 1));
        }
    }

    [Theory]
    [InlineData(RoundingMode.NearestEven, 2048)]
    [InlineData(RoundingMode.NearestAway, 2050)]
    public void Tensor_results_round_as_the_architecture_does(RoundingMode rounding, double expected)
    {
        Assert.Equal(rounding, MluDataUnitOptions.ForArchitecture(rounding == RoundingMode.NearestEven ? 372 : 270).TensorRounding);
        var core = new TestCore(new MluDataUnitOptions(rounding));
        core.Put(MluSpace.Nram, 0, MluDataType.F16, [2048, 1]);
        core.Put(MluSpace.Wram, 0, MluDataType.F16, [1, 1]);
        Execute(core, "matmul.f16.f16.f16", 64, 0, 0, 1, 2, 1, 0);
        Assert.Equal([expected], core.Get(MluSpace.Nram, 64, MluDataType.F16, 1));
        core.Put(MluSpace.Nram, 0, MluDataType.I16, [2049]);
        core.Put(MluSpace.Wram, 0, MluDataType.I16, [1]);
        Execute(core, "matmul.f16.i16.i16", 64, 0, 0, 1, 1, 1, 0);
        Assert.Equal([expected], core.Get(MluSpace.Nram, 64, MluDataType.F16, 1));
    }

    [Fact]
    public void Pooling_equals_naive_loops() =>
        Law.Holds(
            from c in Size(1, 20)
            from window in Gen.Zip(Size(1, 3), Size(1, 3))
            from extra in Gen.Zip(Size(0, 5), Size(0, 5))
            from stride in Gen.Zip(Size(1, 3), Size(1, 3))
            from type in Gen.Elements(MluDataType.F32, MluDataType.F16, MluDataType.I8, MluDataType.I32)
            from kind in Gen.Elements("maxpool", "minpool", "avgpool", "sumpool")
            select (c, window, extra, stride, type, kind),
            value =>
            {
                var (c, (kh, kw), (eh, ew), (sx, sy), type, kind) = value;
                var (h, w, ho, wo) = (kh + eh, kw + ew, (eh / sy) + 1, (ew / sx) + 1);
                var core = new TestCore();
                var source = Fill(core, MluSpace.Nram, 0, type, h * w * c, 4);
                Execute(core, $"{kind}.{type.Suffix()}", 32768, 0, c, h, w, kh, kw, sx, sy);
                var actual = core.Get(MluSpace.Nram, 32768, type, ho * wo * c);
                for (var i = 0; i < actual.Length; i++)
                {
                    var (y, x) = (i / c / wo * sy, i / c % wo * sx);
                    var window2 = Enumerable.Range(0, kh * kw).Select(tap => source[((((y + (tap / kw)) * w) + x + (tap % kw)) * c) + (i % c)]).ToArray();
                    var expected = kind switch
                    {
                        "maxpool" => window2.Max(),
                        "minpool" => window2.Min(),
                        "avgpool" => window2.Average(),
                        _ => window2.Sum(),
                    };
                    var tolerance = type switch { MluDataType.F32 => 1e-5, MluDataType.F16 => 3e-3, _ when kind == "avgpool" => 0.5 + 1e-6, _ => 0 };
                    Assert.Equal(expected, actual[i], tolerance);
                }
            },
            count: 150);

    [Fact]
    public void Conversions_round_as_the_tensor_library_does() =>
        Law.Holds(
            from bits in Gen.ArrayOf(Gen.Choose(int.MinValue, int.MaxValue), 8)
            from near in Gen.ArrayOf(Gen.Choose(-70000 * 64, 70000 * 64), 8)
            from mode in Gen.Choose(0, 4)
            from position in Size(-3, 3)
            select (bits, near, mode, position),
            value =>
            {
                var (bits, near, mode, position) = value;
                float[] values = [.. bits.Select(BitConverter.Int32BitsToSingle), .. near.Select(n => n / 64f), .. near.Select(n => n / 3e9f)];
                var rounding = new[] { RoundingMode.NearestEven, RoundingMode.NearestAway, RoundingMode.TowardZero, RoundingMode.Up, RoundingMode.Down }[mode];
                var suffix = new[] { "rn", "oz", "tz", "up", "dn" }[mode];
                var core = new TestCore();
                for (var i = 0; i < values.Length; i++)
                {
                    BitConverter.TryWriteBytes(core.Memory.Nram.AsSpan(4 * i), values[i]);
                }

                Execute(core, $"cvt.f16.f32.{suffix}", 1024, 0, values.Length, 0);
                Execute(core, $"cvt.bf16.f32.{suffix}", 2048, 0, values.Length, 0);
                Execute(core, $"cvt.i8.f32.{suffix}", 3072, 0, values.Length, position);
                Execute(core, $"cvt.i32.f32.{suffix}", 4096, 0, values.Length, position);
                for (var i = 0; i < values.Length; i++)
                {
                    Same((double)Rounding.ToHalf(values[i], rounding), core.Get(MluSpace.Nram, 1024 + (2 * i), MluDataType.F16, 1)[0]);
                    Same((float)BFloat16.FromSingle(values[i], rounding), core.Get(MluSpace.Nram, 2048 + (2 * i), MluDataType.BF16, 1)[0]);
                    Same(FixedPoint.FromFloat(values[i], ElementType.Int8, position, rounding), core.Get(MluSpace.Nram, 3072 + i, MluDataType.I8, 1)[0]);
                    Same(FixedPoint.FromFloat(values[i], ElementType.Int32, position, rounding), core.Get(MluSpace.Nram, 4096 + (4 * i), MluDataType.I32, 1)[0]);
                }
            },
            count: 300);

    [Fact]
    public void Sixteen_bit_sums_products_and_quotients_are_correctly_rounded() =>
        Law.Holds(
            from bits in Gen.ArrayOf(Gen.Choose(0, 65535), 64)
            from type in Gen.Elements(MluDataType.F16, MluDataType.BF16)
            from kind in Gen.Elements("vadd", "vsub", "vmul", "vdiv")
            select (bits, type, kind),
            value =>
            {
                var core = new TestCore();
                for (var i = 0; i < 64; i++)
                {
                    BitConverter.TryWriteBytes(core.Memory.Nram.AsSpan(2 * i), (ushort)value.bits[i]);
                }

                Execute(core, $"{value.kind}.{value.type.Suffix()}", 1024, 0, 64, 32);
                var input = core.Get(MluSpace.Nram, 0, value.type, 64);
                var actual = core.Get(MluSpace.Nram, 1024, value.type, 32);
                for (var i = 0; i < 32; i++)
                {
                    var (a, b) = (input[i], input[i + 32]);
                    var exact = value.kind switch { "vadd" => a + b, "vsub" => a - b, "vmul" => a * b, _ => a / b };
                    Same(MluScalarFloat.ToDouble(MluScalarFloat.FromDouble(exact, value.type), value.type), actual[i]);
                }
            },
            count: 200);

    [Fact]
    public void Any_operands_execute_or_are_refused_with_a_place()
    {
        var forms = MluInstructionSet.All.Where(row => row.IsQueued).SelectMany(row => InstructionForms.Of(row).Take(40)).ToArray();
        var number = Gen.OneOf(Gen.Choose(0, 9).Select(n => (long)n), Gen.Choose(-70000, 70000).Select(n => (long)n),
            Gen.Elements(long.MaxValue, long.MinValue, 1L << 32, -1L << 31, 1L << 40, 1L << 62, 65536L, 65535L));
        Law.Holds(
            from form in Gen.Elements(forms)
            from operands in Gen.ArrayOf(number, MluRegisters.Slots)
            select (form, operands),
            value =>
            {
                var loads = value.operands.Select((operand, slot) =>
                {
                    var register = default(MluRegisters);
                    register[0] = (byte)(slot + 1);
                    return new MluInstruction { Opcode = MluOpcode.LoadImmediate, Registers = register, Immediate = operand };
                });
                var kernel = new MluKernel("k", MluTaskType.Block, false, [], [.. loads, value.form, new MluInstruction { Opcode = MluOpcode.Halt }], []);
                var runner = new MluFunctionalRunner(new MluMemorySizes(4096, 4096, 4096, 64, 0), new byte[4096], new MluRunnerOptions { Poison = 0 }, new MluRaceDetector());
                try
                {
                    runner.Launch(new MluProgram(kernel), MluTaskType.Block, 1, 1, 1, default);
                }
                catch (MluExecutionException problem)
                {
                    Assert.Contains("k+15", problem.Location, StringComparison.Ordinal);
                }
            },
            count: 10_000);
    }

    private static void Same(double expected, double actual) => Assert.True(expected.Equals(actual), $"expected {expected:R}, got {actual:R}");
}
