using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>What the kernel builder emits computes what it says, with many registers and with few.</summary>
public class SimtKernelBuilderTests
{
    [Fact]
    public void Division_by_constants_is_exact()
    {
        // numerators near multiples of the divisor are where a wrong reciprocal shows
        Law.Holds(
            from bits in Gen.Choose(1, 31)
            from divisor in Gen.Choose(1, (int)((1u << bits) - 1))
            from seed in Gen.Choose(0, int.MaxValue)
            select (divisor, seed),
            pair =>
            {
                var (divisor, seed) = pair;
                var multiple = (long)(seed / divisor) * divisor;
                int[] numerators = [seed, (int)multiple, (int)Math.Max(0, multiple - 1), (int)Math.Min(int.MaxValue, multiple + 1), 0, int.MaxValue, divisor, divisor - 1];
                var words = RunOnWords(numerators, 2, (k, x) => k.DivRem(x, divisor) is var (quotient, remainder) ? [quotient, remainder] : []);
                return numerators.Select((n, i) => words[2 * i] == n / divisor && words[(2 * i) + 1] == n % divisor).All(equal => equal);
            });
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(24, false)]
    [InlineData(12, true)]
    [InlineData(8, true)]
    public void Values_survive_in_few_registers(int registers, bool spills)
    {
        const int Count = 16;
        var spillBytes = 0;
        int[] inputs = [.. Enumerable.Range(3, 32)];
        var words = RunOnWords(inputs, 1, (k, x) =>
        {
            // all of them are alive at the top of a loop that changes every one
            var values = Enumerable.Range(0, Count).Select(i => k.Variable(k.Add(k.Mul(x, i + 3), i))).ToArray();
            k.For(0, k.Add(k.And(x, 3), 2), 1, turn =>
            {
                for (var i = 0; i < Count; i++)
                {
                    k.Emit("add.s32", values[i], values[i], values[(i + 1) % Count]);
                }
            }, uniform: false);
            return [values.Aggregate((Val)0, (sum, value) => k.Xor(k.Mul(sum, 31), value))];
        }, registers, bytes => spillBytes = bytes);

        Assert.Equal(inputs.Select(Expected), words);
        Assert.Equal(spills, spillBytes > 0);

        static int Expected(int x)
        {
            var values = Enumerable.Range(0, Count).Select(i => (x * (i + 3)) + i).ToArray();
            for (var turn = 0; turn < (x & 3) + 2; turn++)
            {
                for (var i = 0; i < Count; i++)
                {
                    values[i] += values[(i + 1) % Count];
                }
            }

            return values.Aggregate(0, (sum, value) => unchecked(sum * 31) ^ value);
        }
    }

    [Fact]
    public void Lanes_take_their_own_ways_and_meet_again()
    {
        int[] inputs = [.. Enumerable.Range(0, 32)];
        var words = RunOnWords(inputs, 1, (k, x) =>
        {
            var result = k.Variable(0);
            k.If(k.Less(x, 10), () => k.Emit("mov.b32", result, 1), () => k.If(k.Equal(k.And(x, 1), 0), () => k.Emit("mov.b32", result, 2), () => k.Emit("mov.b32", result, 3)));
            return [k.Mad(result, 100, x)];
        });
        Assert.Equal(inputs.Select(x => ((x < 10 ? 1 : x % 2 == 0 ? 2 : 3) * 100) + x), words);
    }

    [Fact]
    public void Groups_begin_where_wide_operands_must()
    {
        var k = new SimtKernelBuilder("groups");
        var pointer = k.Pointer("x");
        var wide = k.NewReg(4);
        k.Emit("ld.global.b128", wide, Arg.At(pointer));
        var single = k.Do("add.s32", wide[1], wide[3]);
        k.Emit("st.global.b32", Arg.At(pointer, 4), single);
        var kernel = k.Finish().Kernel;
        Assert.All(kernel.Instructions, instruction => Assert.Null(SimtInstructionRules.Problem(SimtInstructionSet.Get(instruction.Opcode), instruction)));
        Assert.Equal(8, kernel.Registers);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        var k = new SimtKernelBuilder("wrong");
        Assert.Contains("no instruction is called 'add.s33'", Assert.Throws<ArgumentException>(() => k.Do("add.s33", 1, 2)).Message);
        Assert.Contains("takes 3 operands, 2 given", Assert.Throws<ArgumentException>(() => k.Emit("add.s32", k.NewReg(), 1)).Message);
        Assert.Contains("operand 'a' takes 2 registers", Assert.Throws<ArgumentException>(() => k.Do("add.s64", k.NewReg(), 1)).Message);
        Assert.Contains("cannot be operand 'a'", Assert.Throws<ArgumentException>(() => k.Do("add.s32", 5, 1)).Message);
    }

    /// <summary>Runs code for each input in a thread of its own, and returns the words that it computes.</summary>
    private static int[] RunOnWords(int[] inputs, int outputs, Func<SimtKernelBuilder, Reg, Val[]> code, int registers = 255, Action<int>? spills = null)
    {
        var k = new SimtKernelBuilder("words");
        var tid = k.Special(SimtSpecialRegister.TidX);
        var x = k.Do("ld.global.b32", Arg.At(k.Offset(k.Pointer("x"), tid, 4)));
        var results = code(k, x);
        var y = k.Offset(k.Pointer("y"), tid, 4 * outputs);
        for (var i = 0; i < outputs; i++)
        {
            k.Emit("st.global.b32", Arg.At(y, 4 * i), k.InRegister(results[i]));
        }

        var finished = k.Finish(registers);
        Assert.InRange(finished.Kernel.Registers, 1, registers);
        spills?.Invoke(finished.SpillBytes);
        var kernel = new SimtLayerKernel(finished, new SimtExtent(1, 1, 1), new SimtExtent(inputs.Length, 1, 1), "");
        var run = new SimtKernelRun()
            .With("x", System.Runtime.InteropServices.MemoryMarshal.AsBytes(inputs.AsSpan()))
            .With("y", new byte[4 * outputs * inputs.Length])
            .Values(kernel, SimtKernelRun.Chip("a100-sxm4-80"));
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(run.Bytes("y")).ToArray();
    }
}
