using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Mlu;

/// <summary>Scalar code of kernels: what is written is what the core computes, whatever registers were assigned.</summary>
public sealed class KernelWriterTests
{
    /// <summary>Runs a kernel up to its only copy and returns the copy's destination address, which is where tests leave a result.</summary>
    private static long Result(Action<KernelWriter> write, params long[] arguments)
    {
        var k = new KernelWriter();
        write(k);
        var program = new MluProgram(k.Finish("test", MluTaskType.Block, false));
        var state = new MluCoreState();
        state.Start(new MluTask(0, 0, 0, 1, 1, 1, 0, 0, 0, 4), arguments, new MluMemorySizes(long.MaxValue / 4, 0, 0, 0, long.MaxValue / 4), null);
        var operation = default(MluOperation);
        for (var steps = 0; steps < 100_000; steps++)
        {
            switch (MluInterpreter.Step(program, state, ref operation))
            {
                case MluStep.Queued: return operation[0];
                case MluStep.Halt: throw new InvalidOperationException("no copy");
            }
        }

        throw new InvalidOperationException("runs for ever");
    }

    private static void Leave(KernelWriter k, Val value) => k.Copy(MluSpace.Gdram, MluSpace.Nram, value, 0, 0);

    [Fact]
    public void Expressions_over_parameters_and_constants_are_computed() =>
        Law.Holds(
            from numbers in Gen.ArrayOf(Gen.Choose(0, 1000), 8) from picks in Gen.ArrayOf(Gen.Choose(0, 1_000_000), 60) select (numbers, picks),
            input =>
            {
                var expected = new List<long>();
                var actual = Result(k =>
                {
                    var values = new List<Val>();
                    for (var i = 0; i < input.numbers.Length; i++)
                    {
                        values.Add(i % 2 == 0 ? k.Parameter("p" + i) : (Val)input.numbers[i]);
                        expected.Add(input.numbers[i]);
                    }

                    foreach (var pick in input.picks)
                    {
                        int a = pick % values.Count, b = pick / 7 % values.Count;
                        var divisor = Math.Max(1, expected[b] % 97);
                        var (value, number) = (pick / 11 % 8) switch
                        {
                            0 => (k.Add(values[a], values[b]), expected[a] + expected[b]),
                            1 => (k.Max(k.Sub(values[a], values[b]), 0), Math.Max(expected[a] - expected[b], 0)),
                            2 => (k.Rem(k.Mul(values[a], values[b]), 10007), expected[a] * expected[b] % 10007),
                            3 => (k.Div(values[a], divisor), expected[a] / divisor),
                            4 => (k.Rem(values[a], divisor), expected[a] % divisor),
                            5 => (k.Min(values[a], values[b]), Math.Min(expected[a], expected[b])),
                            6 => (k.Select(k.Equal(values[a], values[b]), 5, values[b]), expected[a] == expected[b] ? 5 : expected[b]),
                            _ => (k.DivUp(values[a], divisor), (expected[a] + divisor - 1) / divisor),
                        };
                        values[a] = value;
                        expected[a] = number;
                    }

                    Val sum = 0;
                    foreach (var value in values)
                    {
                        sum = k.Add(sum, value);
                    }

                    Leave(k, sum);
                }, [.. input.numbers.Where((_, i) => i % 2 == 0).Select(number => (long)number)]);
                Assert.Equal(expected.Sum(), actual);
            }, count: 300);

    [Theory]
    [InlineData(0, 10, 3)]
    [InlineData(5, 5, 1)]
    [InlineData(7, 3, 1)]
    public void Nested_loops_and_guards_run_as_written(long from, long to, long step)
    {
        var expected = 0L;
        for (var i = from; i < to; i += step)
        {
            for (var j = 0L; j < i; j++)
            {
                expected += j == 2 ? 100 : j < 4 ? i * j : 1;
            }
        }

        Assert.Equal(expected, Result(k =>
        {
            Val first = k.Parameter("from"), last = k.Parameter("to"), total = k.Variable(0);
            k.For(first, last, step, i => k.For(0, i, 1, j =>
            {
                k.IfEqual(j, 2, () => k.Assign(total, k.Add(total, 100)));
                k.IfNotEqual(j, 2, () =>
                {
                    k.IfLess(j, 4, () => k.Assign(total, k.Add(total, k.Mul(i, j))));
                    k.IfLess(3, j, () => k.Assign(total, k.Add(total, 1)));
                });
            }));
            Leave(k, total);
        }, from, to));
    }

    [Fact]
    public void More_live_scalars_than_registers_are_refused() =>
        Assert.Contains("registers", Assert.Throws<CompileException>(() => Result(k =>
        {
            var many = Enumerable.Range(0, 80).Select(i => k.Parameter("p" + i)).ToList();
            Leave(k, many.Aggregate((Val)0, k.Add));
        })).Message, StringComparison.Ordinal);
}
