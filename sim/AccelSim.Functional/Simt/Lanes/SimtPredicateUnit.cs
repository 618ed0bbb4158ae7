using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Comparisons, selections, predicate logic, permutation of bytes and special registers.</summary>
internal static class SimtPredicateUnit
{
    /// <summary>Executes an instruction in some lanes; false where it is not one of this unit's.</summary>
    public static bool Execute(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        var q = warp.Predicate(i.Q);
        var r = warp.Predicate(i.R);
        switch (i.Opcode)
        {
            case SimtOpcode.PredicateAnd: warp.SetPredicate(i.P, lanes, q & r); return true;
            case SimtOpcode.PredicateOr: warp.SetPredicate(i.P, lanes, q | r); return true;
            case SimtOpcode.PredicateXor: warp.SetPredicate(i.P, lanes, q ^ r); return true;
            case SimtOpcode.SetPS32: Set(warp, i, lanes, Compare<int, Signed>(warp, i)); return true;
            case SimtOpcode.SetPU32: Set(warp, i, lanes, Compare<uint, Unsigned>(warp, i)); return true;
            case SimtOpcode.SetPF32: Set(warp, i, lanes, Compare<float, Single>(warp, i)); return true;
            case SimtOpcode.SetPF16: Set(warp, i, lanes, Compare<Half, HalfWord>(warp, i)); return true;
            case SimtOpcode.SetPS64: Set(warp, i, lanes, CompareWide<long, SignedWide>(warp, i, i.Immediate < 0 ? uint.MaxValue : 0, null)); return true;
            case SimtOpcode.SetPU64: Set(warp, i, lanes, CompareWide<ulong, UnsignedWide>(warp, i, i.Immediate < 0 ? uint.MaxValue : 0, null)); return true;
            case SimtOpcode.SetPF64: Set(warp, i, lanes, CompareWide<double, DoubleWide>(warp, i, (uint)i.Immediate, 0)); return true;
            case SimtOpcode.Select32: Select(warp, i, lanes, q); return true;
            case SimtOpcode.Select64: SelectWide(warp, i, lanes, q); return true;
            case SimtOpcode.Permute: Permute(warp, i, lanes); return true;
            case SimtOpcode.MoveSpecial: MoveSpecial(warp, i, lanes); return true;
            default: return false;
        }
    }

    private static void Set(SimtWarp warp, in SimtInstruction i, ulong lanes, ulong compared)
    {
        var q = warp.Predicate(i.Q);
        var combined = (SimtCombine)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Combine, i.Mode) switch
        {
            SimtCombine.And => compared & q,
            SimtCombine.Or => compared | q,
            _ => compared ^ q,
        };
        warp.SetPredicate(i.P, lanes, combined);
    }

    private static ulong Compare<T, TWord>(SimtWarp warp, in SimtInstruction i)
        where T : IComparisonOperators<T, T, bool>
        where TWord : struct, IWord<T>
    {
        var how = (SimtCompare)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Compare, i.Mode);
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        var result = 0UL;
        for (var lane = 0; lane < warp.Width; lane++)
        {
            result |= Holds(how, TWord.Of(Unsafe.Add(ref a, lane)), TWord.Of(Unsafe.Add(ref b, lane))) ? 1UL << lane : 0;
        }

        return result;
    }

    private static ulong CompareWide<T, TWord>(SimtWarp warp, in SimtInstruction i, uint immediateHigh, uint? immediateLow)
        where T : IComparisonOperators<T, T, bool>
        where TWord : struct, IWide<T>
    {
        var how = (SimtCompare)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Compare, i.Mode);
        ref var a = ref warp.Row(i.A);
        ref var aHigh = ref warp.HighRow(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        ref var bHigh = ref warp.FlexibleHighRow(i, i.B, immediateHigh);
        var low = i.Form == SimtForm.Immediate ? immediateLow : null;
        var result = 0UL;
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var x = Unsafe.Add(ref a, lane) | ((ulong)Unsafe.Add(ref aHigh, lane) << 32);
            var y = (low ?? Unsafe.Add(ref b, lane)) | ((ulong)Unsafe.Add(ref bHigh, lane) << 32);
            result |= Holds(how, TWord.Of(x), TWord.Of(y)) ? 1UL << lane : 0;
        }

        return result;
    }

    private static bool Holds<T>(SimtCompare how, T a, T b)
        where T : IComparisonOperators<T, T, bool> => how switch
        {
            SimtCompare.Equal => a == b,
            SimtCompare.NotEqual => a != b,
            SimtCompare.Less => a < b,
            SimtCompare.LessEqual => a <= b,
            SimtCompare.Greater => a > b,
            _ => a >= b,
        };

    private static void Select(SimtWarp warp, in SimtInstruction i, ulong lanes, ulong q)
    {
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            LaneMath.WriteWord(warp, i.D, lane, lanes, (q >> lane & 1) != 0 ? Unsafe.Add(ref a, lane) : Unsafe.Add(ref b, lane));
        }
    }

    private static void SelectWide(SimtWarp warp, in SimtInstruction i, ulong lanes, ulong q)
    {
        ref var a = ref warp.Row(i.A);
        ref var aHigh = ref warp.HighRow(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        ref var bHigh = ref warp.FlexibleHighRow(i, i.B, i.Immediate < 0 ? uint.MaxValue : 0);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var first = (q >> lane & 1) != 0;
            var low = first ? Unsafe.Add(ref a, lane) : Unsafe.Add(ref b, lane);
            var high = first ? Unsafe.Add(ref aHigh, lane) : Unsafe.Add(ref bHigh, lane);
            LaneMath.WritePair(warp, i.D, lane, lanes, low | ((ulong)high << 32));
        }
    }

    private static void Permute(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        ref var c = ref warp.Row(i.C);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var bytes = Unsafe.Add(ref a, lane) | ((ulong)Unsafe.Add(ref c, lane) << 32);
            var selector = Unsafe.Add(ref b, lane);
            var result = 0u;
            for (var part = 0; part < 4; part++)
            {
                var choice = (int)(selector >> (4 * part) & 15);
                var chosen = (uint)(bytes >> (8 * (choice & 7)) & 255);
                chosen = (choice & 8) == 0 ? chosen : (chosen & 128) != 0 ? 255u : 0;
                result |= chosen << (8 * part);
            }

            LaneMath.WriteWord(warp, i.D, lane, lanes, result);
        }
    }

    private static void MoveSpecial(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        var (launch, block) = (warp.Launch, warp.Block);
        var first = warp.Number * warp.Width;
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var thread = first + lane;
            var value = i.Special switch
            {
                SimtSpecialRegister.TidX => (uint)(thread % launch.Block.X),
                SimtSpecialRegister.TidY => (uint)(thread / launch.Block.X % launch.Block.Y),
                SimtSpecialRegister.TidZ => (uint)(thread / launch.Block.X / launch.Block.Y),
                SimtSpecialRegister.NtidX => (uint)launch.Block.X,
                SimtSpecialRegister.NtidY => (uint)launch.Block.Y,
                SimtSpecialRegister.NtidZ => (uint)launch.Block.Z,
                SimtSpecialRegister.CtaidX => (uint)block.X,
                SimtSpecialRegister.CtaidY => (uint)block.Y,
                SimtSpecialRegister.CtaidZ => (uint)block.Z,
                SimtSpecialRegister.NctaidX => (uint)launch.Grid.X,
                SimtSpecialRegister.NctaidY => (uint)launch.Grid.Y,
                SimtSpecialRegister.NctaidZ => (uint)launch.Grid.Z,
                SimtSpecialRegister.LaneId => (uint)lane,
                SimtSpecialRegister.WarpId => (uint)warp.Number,
                SimtSpecialRegister.NwarpId => (uint)launch.WarpsPerBlock,
                SimtSpecialRegister.SmId => (uint)block.Sm,
                SimtSpecialRegister.Clock => warp.Clock,
                _ => (uint)((1UL << lane) - 1),
            };
            LaneMath.WriteWord(warp, i.D, lane, lanes, value);
        }
    }

    private interface IWord<T>
    {
        static abstract T Of(uint bits);
    }

    private interface IWide<T>
    {
        static abstract T Of(ulong bits);
    }

    private readonly struct Signed : IWord<int>
    {
        public static int Of(uint bits) => (int)bits;
    }

    private readonly struct Unsigned : IWord<uint>
    {
        public static uint Of(uint bits) => bits;
    }

    private readonly struct Single : IWord<float>
    {
        public static float Of(uint bits) => BitConverter.UInt32BitsToSingle(bits);
    }

    private readonly struct HalfWord : IWord<Half>
    {
        public static Half Of(uint bits) => BitConverter.UInt16BitsToHalf((ushort)bits);
    }

    private readonly struct SignedWide : IWide<long>
    {
        public static long Of(ulong bits) => (long)bits;
    }

    private readonly struct UnsignedWide : IWide<ulong>
    {
        public static ulong Of(ulong bits) => bits;
    }

    private readonly struct DoubleWide : IWide<double>
    {
        public static double Of(ulong bits) => BitConverter.UInt64BitsToDouble(bits);
    }
}
