using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Barriers in shared memory: makes them, arrives at them, says which phase is waited for. They are there with and without values.</summary>
internal static class SimtMbarrierUnit
{
    /// <summary>Most bytes that a phase may expect at once: 20 bits (PTX ISA, tx-count).</summary>
    private const uint MostBytes = (1 << 20) - 1;

    /// <summary>Executes an instruction in some lanes, of which there is at least one.</summary>
    public static SimtStep Execute(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access)
    {
        // where b may be a number, the immediate is that number and no offset
        var offset = i.Opcode is SimtOpcode.MbarrierArrive or SimtOpcode.MbarrierTryWait ? i.Immediate : 0;
        ref var address = ref warp.Row(i.A);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            access.Addresses[lane] = (long)Unsafe.Add(ref address, lane) + offset;
        }

        access.LaneBytes = SimtMbarriers.Bytes;
        access.Reading = lanes;
        SimtMemoryUnit.Check(warp, access, ref access.Addresses, lanes, warp.Launch.SharedBytes, "shared");
        if (i.Opcode == SimtOpcode.MbarrierTryWait)
        {
            return Wait(warp, i, lanes, access);
        }

        ref var operand = ref i.Opcode == SimtOpcode.MbarrierArrive ? ref address : ref warp.FlexibleRow(i, i.B);
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            Change(warp, i, (int)access.Addresses[lane], Unsafe.Add(ref operand, lane), access.Pc);
        }

        return SimtStep.Mbarrier;
    }

    /// <summary>Throws where there is no barrier at an address.</summary>
    public static void Require(SimtWarp warp, int address, int pc)
    {
        if (!warp.Block.Mbarriers.Has(address))
        {
            throw SimtInterpreter.Fail(warp, pc, FormattableString.Invariant($"no mbarrier was made at 0x{address:x} of shared memory (mbarrier.init)"));
        }
    }

    private static void Change(SimtWarp warp, in SimtInstruction i, int address, uint operand, int pc)
    {
        var barriers = warp.Block.Mbarriers;
        if (i.Opcode == SimtOpcode.MbarrierInit)
        {
            if (operand is 0 or > SimtMbarriers.MostArrivals)
            {
                throw SimtInterpreter.Fail(warp, pc, FormattableString.Invariant($"an mbarrier waits for 1 to {SimtMbarriers.MostArrivals} arrivals, not {operand}"));
            }

            barriers.Initialize(address, (int)operand);
            return;
        }

        Require(warp, address, pc);
        if (i.Opcode != SimtOpcode.MbarrierArrive)
        {
            if (operand > MostBytes)
            {
                throw SimtInterpreter.Fail(warp, pc, FormattableString.Invariant($"an mbarrier expects at most {MostBytes} bytes, not {operand}"));
            }

            barriers.Expect(address, operand);
        }

        if (i.Opcode != SimtOpcode.MbarrierExpectTx && !barriers.Arrive(address, 1))
        {
            throw SimtInterpreter.Fail(warp, pc, $"more arrivals than the phase waits for: {barriers.Describe(address)}");
        }
    }

    private static SimtStep Wait(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access)
    {
        var first = BitOperations.TrailingZeroCount(lanes);
        access.Barrier = (int)access.Addresses[first];
        ref var parity = ref warp.Row(i.B);
        access.Parity = (int)(Unsafe.Add(ref parity, first) & 1);
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            if (access.Addresses[lane] != access.Barrier || (Unsafe.Add(ref parity, lane) & 1) != access.Parity)
            {
                throw SimtInterpreter.Fail(warp, access.Pc, FormattableString.Invariant($"lanes {first} and {lane} wait for different phases of mbarriers"));
            }
        }

        Require(warp, access.Barrier, access.Pc);
        warp.SetPredicate(i.P, lanes, ulong.MaxValue);
        return SimtStep.MbarrierWait;
    }
}
