using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>Integer results of one thread, through whole numbers of any size.</summary>
internal static class OracleInteger
{
    private static readonly BigInteger Modulus32 = BigInteger.One << 32;
    private static readonly BigInteger Modulus64 = BigInteger.One << 64;

    /// <summary>A 32-bit result; null where the opcode is not an integer operation with one.</summary>
    public static uint? Word(SimtOpcode opcode, uint a, uint b, uint c)
    {
        BigInteger sa = (int)a, sb = (int)b;
        return opcode switch
        {
            SimtOpcode.Move32 => b,
            SimtOpcode.AddS32 => Low(sa + sb),
            SimtOpcode.SubS32 => Low(sa - sb),
            SimtOpcode.MinS32 => sa < sb ? a : b,
            SimtOpcode.MaxS32 => sa > sb ? a : b,
            SimtOpcode.MinU32 => a < b ? a : b,
            SimtOpcode.MaxU32 => a > b ? a : b,
            SimtOpcode.AbsS32 => Low(BigInteger.Abs(sa)),
            SimtOpcode.And32 => a & b,
            SimtOpcode.Or32 => a | b,
            SimtOpcode.Xor32 => a ^ b,
            SimtOpcode.Not32 => ~a,
            SimtOpcode.ShiftLeft32 => b >= 32 ? 0 : Low(sa << (int)b),
            SimtOpcode.ShiftRightU32 => b >= 32 ? 0 : (uint)((BigInteger)a >> (int)b),
            SimtOpcode.ShiftRightS32 => Low(sa >> (int)Math.Min(b, 100)),
            SimtOpcode.PopulationCount => (uint)Bits(a).Count(bit => bit),
            SimtOpcode.LeadingZeros => (uint)Bits(a).Reverse().TakeWhile(bit => !bit).Count(),
            SimtOpcode.BitReverse => Bits(a).Aggregate(0u, (word, bit) => (word << 1) | (bit ? 1u : 0)),
            SimtOpcode.ExtractU32 => Extract(a, b, sign: false),
            SimtOpcode.ExtractS32 => Extract(a, b, sign: true),
            SimtOpcode.MulS32 => Low(sa * sb),
            SimtOpcode.MulHighS32 => Low((sa * sb) >> 32),
            SimtOpcode.MulHighU32 => Low(((BigInteger)a * b) >> 32),
            SimtOpcode.MadS32 => Low((sa * sb) + c),
            SimtOpcode.Permute => Permute(a, b, c),
            _ => null,
        };
    }

    /// <summary>A 64-bit result; null where the opcode is not an integer operation with one.</summary>
    public static ulong? Pair(SimtOpcode opcode, ulong a, ulong b, ulong c)
    {
        BigInteger sa = (int)(uint)a, sb = (int)(uint)b;
        var count = (int)Math.Min((uint)b, 1000);
        return opcode switch
        {
            SimtOpcode.Move64 => b,
            SimtOpcode.AddS64 => Low64((BigInteger)a + b),
            SimtOpcode.SubS64 => Low64((BigInteger)a - b),
            SimtOpcode.ShiftLeft64 => Low64((BigInteger)a << count),
            SimtOpcode.ShiftRightU64 => Low64((BigInteger)a >> count),
            SimtOpcode.ShiftRightS64 => Low64((BigInteger)(long)a >> count),
            SimtOpcode.MulWideS32 => Low64(sa * sb),
            SimtOpcode.MulWideU32 => Low64((BigInteger)(uint)a * (uint)b),
            SimtOpcode.MadWideS32 => Low64((sa * sb) + c),
            SimtOpcode.MadWideU32 => Low64(((BigInteger)(uint)a * (uint)b) + c),
            SimtOpcode.ConvertS64S32 => Low64(sa),
            _ => null,
        };
    }

    private static uint Low(BigInteger value) => (uint)(((value % Modulus32) + Modulus32) % Modulus32);

    private static ulong Low64(BigInteger value) => (ulong)(((value % Modulus64) + Modulus64) % Modulus64);

    private static IEnumerable<bool> Bits(uint a) => Enumerable.Range(0, 32).Select(bit => (a >> bit & 1) != 0);

    private static uint Extract(uint a, uint b, bool sign)
    {
        var (start, length) = ((int)(b & 0xff), (int)(b >> 8 & 0xff));
        bool Bit(int at) => at < 32 ? (a >> at & 1) != 0 : sign && (a >> 31) != 0;
        var result = 0u;
        for (var i = 0; i < 32; i++)
        {
            var bit = i < length ? Bit(start + i) : sign && length > 0 && Bit(start + length - 1);
            result |= bit ? 1u << i : 0;
        }

        return result;
    }

    private static uint Permute(uint a, uint b, uint c)
    {
        byte[] bytes = [.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(c)];
        var result = new byte[4];
        for (var i = 0; i < 4; i++)
        {
            var nibble = b >> (4 * i) & 0xf;
            var chosen = bytes[nibble % 8];
            result[i] = nibble < 8 ? chosen : (byte)(chosen >= 128 ? 0xff : 0);
        }

        return BitConverter.ToUInt32(result);
    }
}
