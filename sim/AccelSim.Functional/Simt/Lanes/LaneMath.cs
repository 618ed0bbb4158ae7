using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>A function of one word, for eight lanes at once.</summary>
internal interface IUnaryLanes
{
    static abstract Vector256<uint> Of(Vector256<uint> a);
}

/// <summary>A function of two words, for eight lanes at once.</summary>
internal interface IBinaryLanes
{
    static abstract Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b);
}

/// <summary>A function of three words, for eight lanes at once.</summary>
internal interface ITernaryLanes
{
    static abstract Vector256<uint> Of(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c);
}

/// <summary>A function of one word of one lane.</summary>
internal interface IUnaryWord
{
    static abstract uint Of(uint a);
}

/// <summary>A function of two words of one lane.</summary>
internal interface IBinaryWord
{
    static abstract uint Of(uint a, uint b);
}

/// <summary>A function of up to three 64-bit operands of one lane, some of them widened from 32 bits.</summary>
internal interface IWideWord
{
    static abstract ulong Of(ulong a, ulong b, ulong c);
}

/// <summary>Applies functions to the lanes of registers and writes the result where lanes are chosen.</summary>
internal static class LaneMath
{
    private static readonly Vector256<uint> Bits = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);

    public static bool Unary<T>(SimtWarp warp, in SimtInstruction i, ulong lanes)
        where T : struct, IUnaryLanes
    {
        ref var a = ref warp.Row(i.A);
        for (var lane = 0; lane < warp.Width; lane += 8)
        {
            Write(warp, i.D, lane, lanes, T.Of(Vector256.LoadUnsafe(ref a, (nuint)lane)));
        }

        return true;
    }

    public static bool Binary<T>(SimtWarp warp, in SimtInstruction i, ulong lanes)
        where T : struct, IBinaryLanes
    {
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        for (var lane = 0; lane < warp.Width; lane += 8)
        {
            Write(warp, i.D, lane, lanes, T.Of(Vector256.LoadUnsafe(ref a, (nuint)lane), Vector256.LoadUnsafe(ref b, (nuint)lane)));
        }

        return true;
    }

    public static bool Ternary<T>(SimtWarp warp, in SimtInstruction i, ulong lanes)
        where T : struct, ITernaryLanes
    {
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        ref var c = ref warp.Row(i.C);
        for (var lane = 0; lane < warp.Width; lane += 8)
        {
            Write(warp, i.D, lane, lanes, T.Of(Vector256.LoadUnsafe(ref a, (nuint)lane), Vector256.LoadUnsafe(ref b, (nuint)lane), Vector256.LoadUnsafe(ref c, (nuint)lane)));
        }

        return true;
    }

    public static bool UnaryWord<T>(SimtWarp warp, in SimtInstruction i, ulong lanes)
        where T : struct, IUnaryWord
    {
        ref var a = ref warp.Row(i.A);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            WriteWord(warp, i.D, lane, lanes, T.Of(Unsafe.Add(ref a, lane)));
        }

        return true;
    }

    public static bool BinaryWord<T>(SimtWarp warp, in SimtInstruction i, ulong lanes)
        where T : struct, IBinaryWord
    {
        ref var a = ref warp.Row(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            WriteWord(warp, i.D, lane, lanes, T.Of(Unsafe.Add(ref a, lane), Unsafe.Add(ref b, lane)));
        }

        return true;
    }

    /// <summary>A function of pairs: those that <paramref name="wide"/> names (bit 0 for a, 1 for b, 2 for c) are read as 64 bits, the others as their low word.</summary>
    /// <param name="warp">Warp.</param>
    /// <param name="i">Instruction; its destination is a pair.</param>
    /// <param name="lanes">Lanes written.</param>
    /// <param name="wide">Which operands are pairs.</param>
    /// <param name="immediateHigh">Upper half of an immediate b.</param>
    /// <param name="immediateLow">Lower half of an immediate b; null for the immediate itself.</param>
    public static bool Wide<T>(SimtWarp warp, in SimtInstruction i, ulong lanes, int wide, uint immediateHigh = 0, uint? immediateLow = null)
        where T : struct, IWideWord
    {
        ref var a = ref warp.Row(i.A);
        ref var aHigh = ref warp.HighRow(i.A);
        ref var b = ref warp.FlexibleRow(i, i.B);
        ref var bHigh = ref warp.FlexibleHighRow(i, i.B, immediateHigh);
        ref var c = ref warp.Row(i.C);
        ref var cHigh = ref warp.HighRow(i.C);
        var low = i.Form == SimtForm.Immediate ? immediateLow : null;
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var x = Unsafe.Add(ref a, lane) | ((wide & 1) != 0 ? (ulong)Unsafe.Add(ref aHigh, lane) << 32 : 0);
            var y = (low ?? Unsafe.Add(ref b, lane)) | ((wide & 2) != 0 ? (ulong)Unsafe.Add(ref bHigh, lane) << 32 : 0);
            var z = Unsafe.Add(ref c, lane) | ((wide & 4) != 0 ? (ulong)Unsafe.Add(ref cHigh, lane) << 32 : 0);
            WritePair(warp, i.D, lane, lanes, T.Of(x, y, z));
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteWord(SimtWarp warp, int register, int lane, ulong lanes, uint value)
    {
        if (register != 0 && (lanes >> lane & 1) != 0)
        {
            Unsafe.Add(ref warp.Row(register), lane) = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(SimtWarp warp, int register, int lane, ulong lanes, ulong value)
    {
        if (register != 0 && (lanes >> lane & 1) != 0)
        {
            Unsafe.Add(ref warp.Row(register), lane) = (uint)value;
            Unsafe.Add(ref warp.Row(register + 1), lane) = (uint)(value >> 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(SimtWarp warp, int register, int lane, ulong lanes, Vector256<uint> value)
    {
        if (register == 0)
        {
            return;
        }

        ref var d = ref warp.Row(register);
        var chosen = (uint)(lanes >> lane) & 0xff;
        if (chosen != 0xff)
        {
            var mask = Vector256.Equals(Vector256.Create(chosen) & Bits, Bits);
            value = Vector256.ConditionalSelect(mask, value, Vector256.LoadUnsafe(ref d, (nuint)lane));
        }

        value.StoreUnsafe(ref d, (nuint)lane);
    }
}
