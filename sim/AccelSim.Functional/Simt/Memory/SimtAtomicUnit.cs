using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Atomics, lane after lane.</summary>
internal static class SimtAtomicUnit
{
    public static void Execute(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access, Span<byte> memory)
    {
        var operation = (SimtAtomic)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Atomic, i.Mode);
        var returns = i.Opcode != SimtOpcode.ReduceGlobal;
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            ref var place = ref memory[(int)access.Addresses[lane]];
            if (i.Opcode == SimtOpcode.AtomicGlobal64)
            {
                var wide = Unsafe.ReadUnaligned<ulong>(in place);
                var addend = warp.Register(i.B)[lane] | ((ulong)(i.B == 0 ? 0 : warp.Register(i.B + 1)[lane]) << 32);
                Unsafe.WriteUnaligned(ref place, wide + addend);
                LaneMath.WritePair(warp, i.D, lane, lanes, wide);
                continue;
            }

            var old = Unsafe.ReadUnaligned<uint>(in place);
            var b = warp.Register(i.B)[lane];
            var value = i.Opcode is SimtOpcode.CompareSwapGlobal or SimtOpcode.CompareSwapShared
                ? old == b ? warp.Register(i.C)[lane] : old
                : Combine(operation, old, b);
            Unsafe.WriteUnaligned(ref place, value);
            if (returns)
            {
                LaneMath.WriteWord(warp, i.D, lane, lanes, old);
            }
        }
    }

    private static uint Combine(SimtAtomic operation, uint a, uint b) => operation switch
    {
        SimtAtomic.AddU32 => a + b,
        SimtAtomic.AddF32 => NotANumber.Bits(BitConverter.UInt32BitsToSingle(a) + BitConverter.UInt32BitsToSingle(b)),
        SimtAtomic.AddF16x2 => Half(a, b) | (Half(a >> 16, b >> 16) << 16),
        SimtAtomic.MinS32 => (uint)Math.Min((int)a, (int)b),
        SimtAtomic.MaxS32 => (uint)Math.Max((int)a, (int)b),
        SimtAtomic.MinU32 => Math.Min(a, b),
        SimtAtomic.MaxU32 => Math.Max(a, b),
        SimtAtomic.And => a & b,
        SimtAtomic.Or => a | b,
        SimtAtomic.Xor => a ^ b,
        _ => b,
    };

    private static uint Half(uint a, uint b) =>
        NotANumber.Bits(BitConverter.UInt16BitsToHalf((ushort)a) + BitConverter.UInt16BitsToHalf((ushort)b));
}
