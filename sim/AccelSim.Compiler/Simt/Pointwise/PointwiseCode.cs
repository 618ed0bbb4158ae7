using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Pointwise;

/// <summary>Code of element-wise operators on fp32 values; truth values are 0 and 1.</summary>
internal static class PointwiseCode
{
    private const float Log2E = 1.44269504f;

    /// <summary>True for operators that have code, with constants where <paramref name="constants"/> gives them.</summary>
    public static bool Supports(Operator function, double?[] constants) => function switch
    {
        Graph.Operators.Activate activate => MathCode.Supports(activate.Function),
        Unary unary => unary.Function is <= UnaryFunction.Tan or UnaryFunction.Sinh or UnaryFunction.Cosh or UnaryFunction.Not,
        Binary { Function: BinaryFunction.Pow } => constants[1] is not null,
        Binary binary => binary.Function is not (BinaryFunction.Mod or BinaryFunction.Fmod),
        Compare or Where => true,
        _ => false,
    };

    /// <summary>The result of an operator.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="function">Operator.</param>
    /// <param name="args">Registers or constants.</param>
    /// <param name="constants">Values of those that are constants.</param>
    public static Reg Emit(SimtKernelBuilder k, Operator function, Arg[] args, double?[] constants) => function switch
    {
        Graph.Operators.Activate activate => MathCode.Activate(k, activate.Function, In(k, args[0])),
        Unary unary => One(k, unary.Function, In(k, args[0])),
        Binary { Function: BinaryFunction.Pow } => Power(k, In(k, args[0]), (float)constants[1]!.Value),
        Binary binary => Two(k, binary.Function, args[0], args[1], constants[1]),
        Compare compare => Truth(k, Holds(k, compare.Function, args[0], args[1])),
        _ => k.Do("sel.b32", In(k, args[1]), args[2], k.Test("setp.ne.and.f32", In(k, args[0]), 0f, Pred.Always)),
    };

    private static Reg One(SimtKernelBuilder k, UnaryFunction function, Reg x)
    {
        switch (function)
        {
            case UnaryFunction.Sqrt: return k.Do("sqrt.f32", x);
            case UnaryFunction.Exp: return MathCode.Exp(k, x);
            case UnaryFunction.Log: return MathCode.Log(k, x);
            case UnaryFunction.Erf: return MathCode.Erf(k, x);
            case UnaryFunction.Neg: return k.Do("neg.f32", x);
            case UnaryFunction.Abs: return k.Do("abs.f32", x);
            case UnaryFunction.Reciprocal: return k.Do("rcp.f32", x);
            case UnaryFunction.Floor: return k.Do("rnd.dn.f32", x);
            case UnaryFunction.Ceil: return k.Do("rnd.up.f32", x);
            case UnaryFunction.Round: return k.Do("rnd.rn.f32", x);
            case UnaryFunction.Sign:
                // the size of 1 and the sign of x where x is not 0
                var one = k.Do("or.b32", k.Do("and.b32", x, int.MinValue), BitConverter.SingleToInt32Bits(1f));
                return k.Do("sel.b32", one, 0f, k.Test("setp.ne.and.f32", x, 0f, Pred.Always));
            case UnaryFunction.Sin: return k.Do("sin.f32", x);
            case UnaryFunction.Cos: return k.Do("cos.f32", x);
            case UnaryFunction.Tan: return k.Do("mul.f32", k.Do("sin.f32", x), k.Do("rcp.f32", k.Do("cos.f32", x)));
            case UnaryFunction.Sinh or UnaryFunction.Cosh:
                var grows = k.Do("ex2.f32", k.Do("mul.f32", x, Log2E));
                var falls = k.Do("ex2.f32", k.Do("mul.f32", x, -Log2E));
                return k.Do("mul.f32", k.Do(function == UnaryFunction.Sinh ? "sub.f32" : "add.f32", grows, falls), 0.5f);
            case UnaryFunction.Not: return k.Do("sub.f32", MathCode.Float(k, 1f), x);
            default: throw new CompileException($"{function} has no code", null);
        }
    }

    private static Reg Two(SimtKernelBuilder k, BinaryFunction function, Arg a, Arg b, double? constantB)
    {
        switch (function)
        {
            case BinaryFunction.Add: return Commutes(k, "add.f32", a, b);
            case BinaryFunction.Mul: return Commutes(k, "mul.f32", a, b);
            case BinaryFunction.Min: return Commutes(k, "min.f32", a, b);
            case BinaryFunction.Max: return Commutes(k, "max.f32", a, b);
            case BinaryFunction.Sub: return k.Do("sub.f32", In(k, a), b);
            case BinaryFunction.Div:
                return constantB is { } divisor ? k.Do("mul.f32", In(k, a), (float)(1 / divisor)) : Commutes(k, "mul.f32", a, k.Do("rcp.f32", In(k, b)));
            case BinaryFunction.PRelu:
                var x = In(k, a);
                return k.Do("sel.b32", k.Do("mul.f32", x, b), x, k.Test("setp.lt.and.f32", x, 0f, Pred.Always));
            default: throw new CompileException($"{function} has no code", null);
        }
    }

    private static Reg Power(SimtKernelBuilder k, Reg x, float exponent)
    {
        switch (exponent)
        {
            case 0: return MathCode.Float(k, 1f);
            case 1: return x;
            case 2: return k.Do("mul.f32", x, x);
            case 3: return k.Do("mul.f32", k.Do("mul.f32", x, x), x);
            case 0.5f: return k.Do("sqrt.f32", x);
            case -0.5f: return k.Do("rsqrt.f32", x);
            case -1: return k.Do("rcp.f32", x);
        }

        var whole = exponent == MathF.Truncate(exponent);
        var power = k.Do("ex2.f32", k.Do("mul.f32", k.Do("lg2.f32", whole ? k.Do("abs.f32", x) : x), exponent));
        return whole && (long)exponent % 2 != 0 ? k.Do("or.b32", power, k.Do("and.b32", x, int.MinValue)) : power;
    }

    private static Pred Holds(SimtKernelBuilder k, ComparisonFunction function, Arg a, Arg b)
    {
        Pred True(Arg value) => k.Test("setp.ne.and.f32", In(k, value), 0f, Pred.Always);
        return function switch
        {
            ComparisonFunction.And => k.Test("and.pred", True(a), True(b)),
            ComparisonFunction.Or => k.Test("or.pred", True(a), True(b)),
            ComparisonFunction.Xor => k.Test("xor.pred", True(a), True(b)),
            _ => k.Test($"setp.{Name(function)}.and.f32", In(k, a), b, Pred.Always),
        };
    }

    private static string Name(ComparisonFunction function) => function switch
    {
        ComparisonFunction.Equal => "eq",
        ComparisonFunction.Greater => "gt",
        ComparisonFunction.GreaterOrEqual => "ge",
        ComparisonFunction.Less => "lt",
        _ => "le",
    };

    private static Reg Truth(SimtKernelBuilder k, Pred holds) => k.Do("sel.b32", MathCode.Float(k, 1f), 0f, holds);

    private static Reg Commutes(SimtKernelBuilder k, string mnemonic, Arg a, Arg b) =>
        a.Kind == ArgKind.Register ? k.Do(mnemonic, a, b) : k.Do(mnemonic, In(k, b), a);

    private static Reg In(SimtKernelBuilder k, Arg arg) => arg.Kind == ArgKind.Register ? arg.Register : k.Do("mov.b32", arg);
}
