using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>What lanes of a warp tell each other: shuffles, votes, reductions.</summary>
internal static class SimtExchangeUnit
{
    /// <summary>Executes an instruction in some lanes; false where it is not one of this unit's.</summary>
    public static bool Execute(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        switch (i.Opcode)
        {
            case SimtOpcode.ShuffleIndex or SimtOpcode.ShuffleUp or SimtOpcode.ShuffleDown or SimtOpcode.ShuffleXor: Shuffle(warp, i, lanes); return true;
            case SimtOpcode.VoteAll: warp.SetPredicate(i.P, lanes, (warp.Predicate(i.Q) & lanes) == lanes ? ulong.MaxValue : 0); return true;
            case SimtOpcode.VoteAny: warp.SetPredicate(i.P, lanes, (warp.Predicate(i.Q) & lanes) != 0 ? ulong.MaxValue : 0); return true;
            case SimtOpcode.VoteBallot: Ballot(warp, i, lanes); return true;
            case >= SimtOpcode.ReduceAddS32 and <= SimtOpcode.ReduceXor: Reduce(warp, i, lanes); return true;
            default: return false;
        }
    }

    private static void Shuffle(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        var choice = SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Segment, i.Mode);
        var segment = choice == 0 ? warp.Width : Math.Min(warp.Width, 1 << choice);
        Span<uint> source = stackalloc uint[64];
        warp.Register(i.A).CopyTo(source);
        ref var b = ref warp.FlexibleRow(i, i.B);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            var first = lane & -segment;
            var by = (long)Unsafe.Add(ref b, lane);
            var from = i.Opcode switch
            {
                SimtOpcode.ShuffleIndex => first + (by & (segment - 1)),
                SimtOpcode.ShuffleUp => lane - by,
                SimtOpcode.ShuffleDown => lane + by,
                _ => lane ^ by,
            };
            var inside = from >= first && from < first + segment && (lanes >> (int)from & 1) != 0;
            LaneMath.WriteWord(warp, i.D, lane, lanes, source[inside ? (int)from : lane]);
        }
    }

    private static void Ballot(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        var votes = warp.Predicate(i.Q) & lanes;
        for (var lane = 0; lane < warp.Width; lane++)
        {
            LaneMath.WritePair(warp, i.D, lane, lanes, votes);
        }
    }

    private static void Reduce(SimtWarp warp, in SimtInstruction i, ulong lanes)
    {
        var a = warp.Register(i.A);
        var result = a[BitOperations.TrailingZeroCount(lanes)];
        for (var rest = lanes & (lanes - 1); rest != 0; rest &= rest - 1)
        {
            var value = a[BitOperations.TrailingZeroCount(rest)];
            result = i.Opcode switch
            {
                SimtOpcode.ReduceAddS32 => result + value,
                SimtOpcode.ReduceMinS32 => (uint)Math.Min((int)result, (int)value),
                SimtOpcode.ReduceMaxS32 => (uint)Math.Max((int)result, (int)value),
                SimtOpcode.ReduceMinU32 => Math.Min(result, value),
                SimtOpcode.ReduceMaxU32 => Math.Max(result, value),
                SimtOpcode.ReduceAnd => result & value,
                SimtOpcode.ReduceOr => result | value,
                _ => result ^ value,
            };
        }

        for (var lane = 0; lane < warp.Width; lane++)
        {
            LaneMath.WriteWord(warp, i.D, lane, lanes, result);
        }
    }
}
