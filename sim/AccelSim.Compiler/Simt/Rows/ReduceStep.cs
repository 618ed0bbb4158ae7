using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// A reduction as what is done to each element, how two intermediate values are combined, and what becomes of the last one. A reduction cut into parts is
/// two of them: <see cref="Part"/>, whose results, in fp32, are the elements of <see cref="Rest"/>.
/// </summary>
/// <param name="Function">Function.</param>
/// <param name="Count">Elements of a mean.</param>
internal sealed record ReduceStep(ReduceFunction Function, long Count)
{
    /// <summary>Values that a thread carries: of a logarithm of a sum of exponentials the largest element and the sum relative to it.</summary>
    public int Values => Function == ReduceFunction.LogSumExp ? 2 : 1;

    /// <summary>What changes nothing.</summary>
    public float[] Identity => Function switch
    {
        ReduceFunction.Max => [float.NegativeInfinity],
        ReduceFunction.Min => [float.PositiveInfinity],
        ReduceFunction.Prod => [1],
        ReduceFunction.LogSumExp => [RowStatistics.Lowest, 0],
        _ => [0],
    };

    /// <summary>An element that changes nothing.</summary>
    public float Neutral => Function == ReduceFunction.LogSumExp ? float.NegativeInfinity : Identity[0];

    /// <summary>The function of a part of the elements.</summary>
    public ReduceStep Part => this with
    {
        Function = Function switch
        {
            ReduceFunction.Mean or ReduceFunction.LogSum => ReduceFunction.Sum,
            ReduceFunction.L2 => ReduceFunction.SumSquare,
            _ => Function,
        },
    };

    /// <summary>The function of the results of parts.</summary>
    public ReduceStep Rest => this with
    {
        Function = Function switch
        {
            ReduceFunction.L1 or ReduceFunction.SumSquare => ReduceFunction.Sum,
            _ => Function,
        },
        IsRest = true,
    };

    /// <summary>True where the elements are results of parts: the root of an L2 norm is all that is left of it.</summary>
    public bool IsRest { get; init; }

    /// <summary>Registers of an intermediate value that nothing has gone into.</summary>
    public Reg[] Start(SimtKernelBuilder k) => [.. Identity.Select(value => k.Variable(BitConverter.SingleToInt32Bits(value)))];

    /// <summary>Elements of an access as fp32; where a guard does not hold they change nothing.</summary>
    public Reg[] Elements(SimtKernelBuilder k, Reg[] raw, int count, ElementType type, Pred guard) =>
        [.. ElementCode.Widen(k, raw, count, type).Select(value => guard.IsAlways ? value : k.Do("sel.b32", value, Neutral, guard))];

    /// <summary>Puts a new intermediate value in the place of the old one.</summary>
    public static void Assign(SimtKernelBuilder k, Reg[] state, Reg[] next)
    {
        for (var i = 0; i < state.Length; i++)
        {
            k.Emit("mov.b32", state[i], next[i]);
        }
    }

    /// <summary>Combines a thread's intermediate value with elements.</summary>
    public Reg[] Take(SimtKernelBuilder k, Reg[] state, IReadOnlyList<Reg> elements)
    {
        switch (Function)
        {
            case ReduceFunction.LogSumExp:
                var largest = k.Do("max.f32", state[0], Tree.Max(k, elements));
                var powers = RowStatistics.Exponentials(k, [.. elements], RowStatistics.Shift(k, largest));
                return [largest, k.Do("fma.f32", state[1], RowStatistics.Shrink(k, state[0], largest), Tree.Sum(k, powers))];
            case ReduceFunction.L1:
                return [k.Do("add.f32", state[0], Tree.Sum(k, [.. elements.Select(element => k.Do("abs.f32", element))]))];
            case ReduceFunction.L2 or ReduceFunction.SumSquare when !IsRest:
                return [k.Do("add.f32", state[0], Tree.SumOfSquares(k, elements))];
            default:
                return Join(k, state, [Tree.Of(elements, (a, b) => Join(k, [a], [b])[0])]);
        }
    }

    /// <summary>Combines the intermediate values of two threads.</summary>
    public Reg[] Join(SimtKernelBuilder k, Reg[] a, Reg[] b) => Function switch
    {
        ReduceFunction.LogSumExp => RowStatistics.Join(k, a, b),
        ReduceFunction.Max => [k.Do("max.f32", a[0], b[0])],
        ReduceFunction.Min => [k.Do("min.f32", a[0], b[0])],
        ReduceFunction.Prod => [k.Do("mul.f32", a[0], b[0])],
        _ => [k.Do("add.f32", a[0], b[0])],
    };

    /// <summary>The result.</summary>
    public Reg Finish(SimtKernelBuilder k, Reg[] state) => Function switch
    {
        ReduceFunction.Mean => k.Do("mul.f32", state[0], 1f / Count),
        ReduceFunction.L2 => k.Do("sqrt.f32", state[0]),
        ReduceFunction.LogSum => MathCode.Log(k, state[0]),
        ReduceFunction.LogSumExp => RowStatistics.LogSum(k, state[0], state[1]),
        _ => state[0],
    };
}
