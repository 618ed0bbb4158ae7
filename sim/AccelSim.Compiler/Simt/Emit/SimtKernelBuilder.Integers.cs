using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>Integer arithmetic with constants folded, and addresses.</summary>
internal sealed partial class SimtKernelBuilder
{
    /// <summary>A special register.</summary>
    public Reg Special(SimtSpecialRegister register) => Do("s2r", register);

    /// <summary>A variable that may be assigned again.</summary>
    public Reg Variable(Val initial) => Do("mov.b32", initial);

    /// <summary>A register with the value, new only where it is a constant.</summary>
    public Reg InRegister(Val value) => value.IsConstant ? value.Is(0) ? Reg.Zero : Variable(value) : value.Register;

    /// <summary>a + b.</summary>
    public Val Add(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant + b.Constant : b.Is(0) ? a : a.Is(0) ? b : Commutative("add.s32", a, b);

    /// <summary>a - b.</summary>
    public Val Sub(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant - b.Constant
        : b.IsConstant ? Add(a, -b.Constant) : Do("sub.s32", InRegister(a), b);

    /// <summary>a * b, low 32 bits.</summary>
    public Val Mul(Val a, Val b)
    {
        if (a.IsConstant)
        {
            (a, b) = (b, a);
        }

        return b switch
        {
            _ when a.IsConstant => a.Constant * b.Constant,
            { IsConstant: true, Constant: 0 } => 0,
            { IsConstant: true, Constant: 1 } => a,
            { IsConstant: true, Constant: > 0 } when BitOperations.IsPow2(b.Constant) => Do("shl.b32", a.Register, BitOperations.Log2((uint)b.Constant)),
            _ => Do("mul.lo.s32", a.Register, b),
        };
    }

    /// <summary>a * b + c, low 32 bits.</summary>
    public Val Mad(Val a, Val b, Val c)
    {
        if (a.IsConstant)
        {
            (a, b) = (b, a);
        }

        return a.IsConstant || b.Is(0) || b.Is(1) || c.Is(0) ? Add(Mul(a, b), c) : Do("mad.lo.s32", a.Register, b, InRegister(c));
    }

    /// <summary>a / b for 0 &lt;= a &lt; 2^31 and a constant b, by a multiplication with the reciprocal (Granlund and Montgomery, PLDI 1994).</summary>
    public Val Div(Val a, int b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b, 1);
        if (a.IsConstant)
        {
            return a.Constant / b;
        }

        if (BitOperations.IsPow2(b))
        {
            return b == 1 ? a : Do("shr.u32", a.Register, BitOperations.Log2((uint)b));
        }

        // 2^(31 + s) / b rounded up, with 2^(s - 1) < b < 2^s, has 32 bits and is exact for 31-bit numerators
        var shift = 32 - BitOperations.LeadingZeroCount((uint)b);
        var reciprocal = (uint)(((1UL << (31 + shift)) + (uint)b - 1) / (uint)b);
        return Do("shr.u32", Do("mul.hi.u32", a.Register, unchecked((int)reciprocal)), shift - 1);
    }

    /// <summary>a mod b for 0 &lt;= a &lt; 2^31 and a constant b.</summary>
    public Val Rem(Val a, int b) => DivRem(a, b).Remainder;

    /// <summary>a / b and a mod b for 0 &lt;= a &lt; 2^31 and a constant b.</summary>
    public (Val Quotient, Val Remainder) DivRem(Val a, int b)
    {
        var quotient = Div(a, b);
        return (quotient, a.IsConstant ? a.Constant % b
            : b == 1 ? 0
            : BitOperations.IsPow2(b) ? Do("and.b32", a.Register, b - 1)
            : Mad(quotient, -b, a));
    }

    /// <summary>The smaller.</summary>
    public Val Min(Val a, Val b) => a.IsConstant && b.IsConstant ? Math.Min(a.Constant, b.Constant) : Commutative("min.s32", a, b);

    /// <summary>The larger.</summary>
    public Val Max(Val a, Val b) => a.IsConstant && b.IsConstant ? Math.Max(a.Constant, b.Constant) : Commutative("max.s32", a, b);

    /// <summary>a and b, bit by bit.</summary>
    public Val And(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant & b.Constant : Commutative("and.b32", a, b);

    /// <summary>a exclusive-or b, bit by bit.</summary>
    public Val Xor(Val a, Val b) => a.IsConstant && b.IsConstant ? a.Constant ^ b.Constant : b.Is(0) ? a : a.Is(0) ? b : Commutative("xor.b32", a, b);

    /// <summary>a shifted left.</summary>
    public Val Shl(Val a, int bits) => Mul(a, 1 << bits);

    /// <summary>a &lt; b, signed.</summary>
    public Pred Less(Val a, Val b) => Compare("lt", a, b);

    /// <summary>a = b.</summary>
    public Pred Equal(Val a, Val b) => Compare("eq", a, b);

    /// <summary>a &lt; b where a predicate holds already; constants are folded.</summary>
    public Pred LessAnd(Val a, Val b, Pred other) =>
        a.IsConstant && b.IsConstant ? a.Constant < b.Constant ? other : Pred.Never
        : other.IsNever ? Pred.Never : Test("setp.lt.and.s32", InRegister(a), b, other);

    /// <summary>0 &lt;= a &lt; b where a predicate holds already, for a b that is not negative: one unsigned comparison.</summary>
    public Pred InsideAnd(Val a, int b, Pred other) =>
        a.IsConstant ? (uint)a.Constant < (uint)b ? other : Pred.Never
        : other.IsNever ? Pred.Never : Test("setp.lt.and.u32", a.Register, b, other);

    /// <summary>a and b.</summary>
    public Pred Both(Pred a, Pred b) => a.IsAlways ? b : b.IsAlways ? a : a.IsNever || b.IsNever ? Pred.Never : Test("and.pred", a, b);

    /// <summary>predicate ? a : b.</summary>
    public Val Select(Pred predicate, Val a, Val b) => predicate.IsAlways ? a : predicate.IsNever ? b : Do("sel.b32", InRegister(a), b, predicate);

    /// <summary>The address of a launch argument that is a pointer.</summary>
    public Reg Pointer(string parameter) => Do("mov.b64", Parameter(parameter));

    /// <summary>An address plus an index of 31 bits times a number of bytes.</summary>
    public Reg Offset(Reg address, Val index, int bytes) => index.IsConstant
        ? index.Constant == 0 ? address : Plus(address, (long)index.Constant * bytes)
        : Do("mad.wide.s32", index.Register, bytes, address);

    /// <summary>An address plus a constant.</summary>
    public Reg Plus(Reg address, long bytes) => bytes == 0 ? address
        : bytes == (int)bytes ? Do("add.s64", address, (int)bytes)
        : Do("mad.wide.s32", Variable((int)(bytes >> 16)), 1 << 16, Plus(address, bytes & 0xffff));

    private Pred Compare(string what, Val a, Val b)
    {
        if (a.IsConstant && b.IsConstant)
        {
            return (what == "lt" ? a.Constant < b.Constant : a.Constant == b.Constant) ? Pred.Always : Pred.Never;
        }

        return Test($"setp.{what}.and.s32", InRegister(a), b, Pred.Always);
    }

    private Reg Commutative(string mnemonic, Val a, Val b) => a.IsConstant ? Do(mnemonic, b.Register, a) : Do(mnemonic, a.Register, b);
}
