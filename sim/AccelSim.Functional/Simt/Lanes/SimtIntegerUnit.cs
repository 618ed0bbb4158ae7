using System.Numerics;
using System.Runtime.Intrinsics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Moves, integer arithmetic, logic and shifts.</summary>
internal static class SimtIntegerUnit
{
    /// <summary>Executes an instruction in some lanes; false where it is not one of this unit's.</summary>
    public static bool Execute(SimtWarp warp, in SimtInstruction i, ulong lanes) => i.Opcode switch
    {
        SimtOpcode.Move32 => LaneMath.Binary<Second>(warp, i, lanes),
        SimtOpcode.Move64 => LaneMath.Wide<SecondWide>(warp, i, lanes, 2, SignOf(i.Immediate)),
        SimtOpcode.AddS32 => LaneMath.Binary<Add>(warp, i, lanes),
        SimtOpcode.SubS32 => LaneMath.Binary<Sub>(warp, i, lanes),
        SimtOpcode.AddS64 => LaneMath.Wide<AddWide>(warp, i, lanes, 3, SignOf(i.Immediate)),
        SimtOpcode.SubS64 => LaneMath.Wide<SubWide>(warp, i, lanes, 3, SignOf(i.Immediate)),
        SimtOpcode.MinS32 => LaneMath.Binary<MinSigned>(warp, i, lanes),
        SimtOpcode.MinU32 => LaneMath.Binary<MinUnsigned>(warp, i, lanes),
        SimtOpcode.MaxS32 => LaneMath.Binary<MaxSigned>(warp, i, lanes),
        SimtOpcode.MaxU32 => LaneMath.Binary<MaxUnsigned>(warp, i, lanes),
        SimtOpcode.AbsS32 => LaneMath.Unary<Abs>(warp, i, lanes),
        SimtOpcode.And32 => LaneMath.Binary<And>(warp, i, lanes),
        SimtOpcode.Or32 => LaneMath.Binary<Or>(warp, i, lanes),
        SimtOpcode.Xor32 => LaneMath.Binary<Xor>(warp, i, lanes),
        SimtOpcode.Not32 => LaneMath.Unary<Not>(warp, i, lanes),
        SimtOpcode.ShiftLeft32 => LaneMath.BinaryWord<ShiftLeft>(warp, i, lanes),
        SimtOpcode.ShiftRightU32 => LaneMath.BinaryWord<ShiftRight>(warp, i, lanes),
        SimtOpcode.ShiftRightS32 => LaneMath.BinaryWord<ShiftRightSigned>(warp, i, lanes),
        SimtOpcode.ShiftLeft64 => LaneMath.Wide<ShiftLeftWide>(warp, i, lanes, 1),
        SimtOpcode.ShiftRightU64 => LaneMath.Wide<ShiftRightWide>(warp, i, lanes, 1),
        SimtOpcode.ShiftRightS64 => LaneMath.Wide<ShiftRightSignedWide>(warp, i, lanes, 1),
        SimtOpcode.PopulationCount => LaneMath.UnaryWord<Population>(warp, i, lanes),
        SimtOpcode.LeadingZeros => LaneMath.UnaryWord<Zeros>(warp, i, lanes),
        SimtOpcode.BitReverse => LaneMath.UnaryWord<Reverse>(warp, i, lanes),
        SimtOpcode.ExtractU32 => LaneMath.BinaryWord<Extract>(warp, i, lanes),
        SimtOpcode.ExtractS32 => LaneMath.BinaryWord<ExtractSigned>(warp, i, lanes),
        SimtOpcode.MulS32 => LaneMath.Binary<Mul>(warp, i, lanes),
        SimtOpcode.MulHighS32 => LaneMath.BinaryWord<MulHighSigned>(warp, i, lanes),
        SimtOpcode.MulHighU32 => LaneMath.BinaryWord<MulHigh>(warp, i, lanes),
        SimtOpcode.MadS32 => LaneMath.Ternary<Mad>(warp, i, lanes),
        SimtOpcode.MulWideS32 => LaneMath.Wide<MulWideSigned>(warp, i, lanes, 0),
        SimtOpcode.MulWideU32 => LaneMath.Wide<MulWide>(warp, i, lanes, 0),
        SimtOpcode.MadWideS32 => LaneMath.Wide<MadWideSigned>(warp, i, lanes, 4),
        SimtOpcode.MadWideU32 => LaneMath.Wide<MadWide>(warp, i, lanes, 4),
        _ => false,
    };

    private static uint SignOf(int immediate) => immediate < 0 ? uint.MaxValue : 0;

    private readonly struct Second : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => b;
    }

    private readonly struct SecondWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => b;
    }

    private readonly struct Add : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => a + b;
    }

    private readonly struct Sub : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => a - b;
    }

    private readonly struct AddWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => a + b;
    }

    private readonly struct SubWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => a - b;
    }

    private readonly struct MinSigned : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => Vector256.Min(a.AsInt32(), b.AsInt32()).AsUInt32();
    }

    private readonly struct MinUnsigned : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => Vector256.Min(a, b);
    }

    private readonly struct MaxSigned : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => Vector256.Max(a.AsInt32(), b.AsInt32()).AsUInt32();
    }

    private readonly struct MaxUnsigned : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => Vector256.Max(a, b);
    }

    private readonly struct Abs : IUnaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a) => Vector256.Abs(a.AsInt32()).AsUInt32();
    }

    private readonly struct And : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => a & b;
    }

    private readonly struct Or : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => a | b;
    }

    private readonly struct Xor : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => a ^ b;
    }

    private readonly struct Not : IUnaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a) => ~a;
    }

    private readonly struct ShiftLeft : IBinaryWord
    {
        public static uint Of(uint a, uint b) => b > 31 ? 0 : a << (int)b;
    }

    private readonly struct ShiftRight : IBinaryWord
    {
        public static uint Of(uint a, uint b) => b > 31 ? 0 : a >> (int)b;
    }

    private readonly struct ShiftRightSigned : IBinaryWord
    {
        public static uint Of(uint a, uint b) => (uint)((int)a >> (int)Math.Min(b, 31));
    }

    private readonly struct ShiftLeftWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => (uint)b > 63 ? 0 : a << (int)b;
    }

    private readonly struct ShiftRightWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => (uint)b > 63 ? 0 : a >> (int)b;
    }

    private readonly struct ShiftRightSignedWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => (ulong)((long)a >> (int)Math.Min((uint)b, 63));
    }

    private readonly struct Population : IUnaryWord
    {
        public static uint Of(uint a) => (uint)BitOperations.PopCount(a);
    }

    private readonly struct Zeros : IUnaryWord
    {
        public static uint Of(uint a) => (uint)BitOperations.LeadingZeroCount(a);
    }

    private readonly struct Reverse : IUnaryWord
    {
        public static uint Of(uint a)
        {
            var reversed = 0u;
            for (var bit = 0; bit < 32; bit++)
            {
                reversed |= (a >> bit & 1) << (31 - bit);
            }

            return reversed;
        }
    }

    private readonly struct Extract : IBinaryWord
    {
        public static uint Of(uint a, uint b)
        {
            var (start, length) = ((int)(b & 255), (int)(b >> 8 & 255));
            return (uint)((start > 63 ? 0 : (ulong)a >> start) & ((1UL << Math.Min(length, 32)) - 1));
        }
    }

    private readonly struct ExtractSigned : IBinaryWord
    {
        public static uint Of(uint a, uint b)
        {
            var (start, length) = ((int)(b & 255), Math.Min((int)(b >> 8 & 255), 32));
            var shifted = (long)(int)a >> Math.Min(start, 63);
            return length == 0 ? 0 : (uint)(shifted << (64 - length) >> (64 - length));
        }
    }

    private readonly struct Mul : IBinaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b) => a * b;
    }

    private readonly struct MulHighSigned : IBinaryWord
    {
        public static uint Of(uint a, uint b) => (uint)((long)(int)a * (int)b >> 32);
    }

    private readonly struct MulHigh : IBinaryWord
    {
        public static uint Of(uint a, uint b) => (uint)((ulong)a * b >> 32);
    }

    private readonly struct Mad : ITernaryLanes
    {
        public static Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => (a * b) + c;
    }

    private readonly struct MulWideSigned : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => (ulong)((long)(int)a * (int)b);
    }

    private readonly struct MulWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => a * b;
    }

    private readonly struct MadWideSigned : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => (ulong)((long)(int)a * (int)b) + c;
    }

    private readonly struct MadWide : IWideWord
    {
        public static ulong Of(ulong a, ulong b, ulong c) => (a * b) + c;
    }
}
