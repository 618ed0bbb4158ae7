using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Floating point of 32 bits, packed 16 bits and 64 bits, and the special functions, correctly rounded where the machine's are approximate.</summary>
internal static class SimtFloatUnit
{
    /// <summary>Executes an instruction in some lanes; false where it is not one of this unit's.</summary>
    public static bool Execute(SimtWarp warp, in SimtInstruction i, ulong lanes) => i.Opcode switch
    {
        SimtOpcode.AddF32 => LaneMath.Binary<Add>(warp, i, lanes),
        SimtOpcode.SubF32 => LaneMath.Binary<Sub>(warp, i, lanes),
        SimtOpcode.MulF32 => LaneMath.Binary<Mul>(warp, i, lanes),
        SimtOpcode.FmaF32 => LaneMath.Ternary<Fma>(warp, i, lanes),
        SimtOpcode.MinF32 => LaneMath.BinaryWord<Min>(warp, i, lanes),
        SimtOpcode.MaxF32 => LaneMath.BinaryWord<Max>(warp, i, lanes),
        SimtOpcode.AbsF32 => LaneMath.Unary<Abs>(warp, i, lanes),
        SimtOpcode.NegF32 => LaneMath.Unary<Neg>(warp, i, lanes),
        SimtOpcode.AddF16x2 => Packed<HalfFormat, PackedAdd>(warp, i, lanes),
        SimtOpcode.SubF16x2 => Packed<HalfFormat, PackedSub>(warp, i, lanes),
        SimtOpcode.MulF16x2 => Packed<HalfFormat, PackedMul>(warp, i, lanes),
        SimtOpcode.FmaF16x2 => Packed<HalfFormat, PackedFma>(warp, i, lanes),
        SimtOpcode.MinF16x2 => Packed<HalfFormat, PackedMin>(warp, i, lanes),
        SimtOpcode.MaxF16x2 => Packed<HalfFormat, PackedMax>(warp, i, lanes),
        SimtOpcode.AddBF16x2 => Packed<BrainFormat, PackedAdd>(warp, i, lanes),
        SimtOpcode.SubBF16x2 => Packed<BrainFormat, PackedSub>(warp, i, lanes),
        SimtOpcode.MulBF16x2 => Packed<BrainFormat, PackedMul>(warp, i, lanes),
        SimtOpcode.FmaBF16x2 => Packed<BrainFormat, PackedFma>(warp, i, lanes),
        SimtOpcode.MinBF16x2 => Packed<BrainFormat, PackedMin>(warp, i, lanes),
        SimtOpcode.MaxBF16x2 => Packed<BrainFormat, PackedMax>(warp, i, lanes),
        SimtOpcode.AddF64 => LaneMath.Wide<AddDouble>(warp, i, lanes, 3, (uint)i.Immediate, 0),
        SimtOpcode.SubF64 => LaneMath.Wide<SubDouble>(warp, i, lanes, 3, (uint)i.Immediate, 0),
        SimtOpcode.MulF64 => LaneMath.Wide<MulDouble>(warp, i, lanes, 3, (uint)i.Immediate, 0),
        SimtOpcode.FmaF64 => LaneMath.Wide<FmaDouble>(warp, i, lanes, 7, (uint)i.Immediate, 0),
        SimtOpcode.MinF64 => LaneMath.Wide<MinDouble>(warp, i, lanes, 3, (uint)i.Immediate, 0),
        SimtOpcode.MaxF64 => LaneMath.Wide<MaxDouble>(warp, i, lanes, 3, (uint)i.Immediate, 0),
        SimtOpcode.Exp2F32 => LaneMath.UnaryWord<Exp2>(warp, i, lanes),
        SimtOpcode.Log2F32 => LaneMath.UnaryWord<Log2>(warp, i, lanes),
        SimtOpcode.ReciprocalF32 => LaneMath.UnaryWord<Reciprocal>(warp, i, lanes),
        SimtOpcode.ReciprocalSqrtF32 => LaneMath.UnaryWord<ReciprocalSqrt>(warp, i, lanes),
        SimtOpcode.SqrtF32 => LaneMath.UnaryWord<Sqrt>(warp, i, lanes),
        SimtOpcode.SinF32 => LaneMath.UnaryWord<Sin>(warp, i, lanes),
        SimtOpcode.CosF32 => LaneMath.UnaryWord<Cos>(warp, i, lanes),
        SimtOpcode.TanhF32 => LaneMath.UnaryWord<Tanh>(warp, i, lanes),
        _ => false,
    };

    private static bool Packed<TFormat, TOp>(SimtWarp warp, in SimtInstruction i, ulong lanes)
        where TFormat : struct, IPackedFormat
        where TOp : struct, IPackedOp
    {
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        ref var c = ref warp.Row(i.C);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var (x, y, z) = (Unsafe.Add(ref a, lane), Unsafe.Add(ref b, lane), Unsafe.Add(ref c, lane));
            uint low = TFormat.Round(TOp.Of(TFormat.Value((ushort)x), TFormat.Value((ushort)y), TFormat.Value((ushort)z)));
            uint high = TFormat.Round(TOp.Of(TFormat.Value((ushort)(x >> 16)), TFormat.Value((ushort)(y >> 16)), TFormat.Value((ushort)(z >> 16))));
            LaneMath.WriteWord(warp, i.D, lane, lanes, low | (high << 16));
        }

        return true;
    }

    /// <summary>A format of 16 bits; results are rounded from a double that was rounded to odd, so once in effect.</summary>
    private interface IPackedFormat
    {
        static abstract double Value(ushort bits);

        static abstract ushort Round(double value);
    }

    private interface IPackedOp
    {
        static abstract double Of(double a, double b, double c);
    }

    private readonly struct HalfFormat : IPackedFormat
    {
        public static double Value(ushort bits) => (double)BitConverter.UInt16BitsToHalf(bits);

        public static ushort Round(double value) => NotANumber.Bits((Half)value);
    }

    private readonly struct BrainFormat : IPackedFormat
    {
        public static double Value(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

        public static ushort Round(double value) => OddRounding.ToBFloat16(value);
    }

    private readonly struct PackedAdd : IPackedOp
    {
        public static double Of(double a, double b, double c) => OddRounding.Sum(a, b);
    }

    private readonly struct PackedSub : IPackedOp
    {
        public static double Of(double a, double b, double c) => OddRounding.Sum(a, -b);
    }

    private readonly struct PackedMul : IPackedOp
    {
        public static double Of(double a, double b, double c) => a * b;
    }

    private readonly struct PackedFma : IPackedOp
    {
        public static double Of(double a, double b, double c) => OddRounding.Sum(a * b, c);
    }

    private readonly struct PackedMin : IPackedOp
    {
        public static double Of(double a, double b, double c) => double.MinNumber(a, b);
    }

    private readonly struct PackedMax : IPackedOp
    {
        public static double Of(double a, double b, double c) => double.MaxNumber(a, b);
    }

    private readonly struct Add : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => NotANumber.Bits(a.AsSingle() + b.AsSingle());
    }

    private readonly struct Sub : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => NotANumber.Bits(a.AsSingle() - b.AsSingle());
    }

    private readonly struct Mul : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => NotANumber.Bits(a.AsSingle() * b.AsSingle());
    }

    private readonly struct Fma : ITernaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
            NotANumber.Bits(Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()));
    }

    private readonly struct Min : IBinaryWord
    {
        public static uint Of(uint a, uint b) => NotANumber.Bits(float.MinNumber(BitConverter.UInt32BitsToSingle(a), BitConverter.UInt32BitsToSingle(b)));
    }

    private readonly struct Max : IBinaryWord
    {
        public static uint Of(uint a, uint b) => NotANumber.Bits(float.MaxNumber(BitConverter.UInt32BitsToSingle(a), BitConverter.UInt32BitsToSingle(b)));
    }

    private readonly struct Abs : IUnaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a) => a & Vector256.Create(0x7fffffffu);
    }

    private readonly struct Neg : IUnaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a) => a ^ Vector256.Create(0x80000000u);
    }

    private static ulong Double(double value) => NotANumber.Bits(value);

    private static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private readonly struct AddDouble : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => Double(Double(a) + Double(b));
    }

    private readonly struct SubDouble : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => Double(Double(a) - Double(b));
    }

    private readonly struct MulDouble : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => Double(Double(a) * Double(b));
    }

    private readonly struct FmaDouble : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => Double(Math.FusedMultiplyAdd(Double(a), Double(b), Double(c)));
    }

    private readonly struct MinDouble : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => Double(double.MinNumber(Double(a), Double(b)));
    }

    private readonly struct MaxDouble : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => Double(double.MaxNumber(Double(a), Double(b)));
    }

    private static uint Special(uint bits, Func<double, double> function) =>
        NotANumber.Bits((float)function(BitConverter.UInt32BitsToSingle(bits)));

    private readonly struct Exp2 : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, double.Exp2);
    }

    private readonly struct Log2 : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, Math.Log2);
    }

    private readonly struct Reciprocal : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, static x => 1 / x);
    }

    private readonly struct ReciprocalSqrt : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, static x => 1 / Math.Sqrt(x));
    }

    private readonly struct Sqrt : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, Math.Sqrt);
    }

    private readonly struct Sin : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, Math.Sin);
    }

    private readonly struct Cos : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, Math.Cos);
    }

    private readonly struct Tanh : IUnaryWord
    {
        public static uint Of(uint a) => Special(a, Math.Tanh);
    }
}
