using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>Loads, stores, atomics and copies: where each lane goes, whether it may, and what it moves.</summary>
internal static class SimtMemoryUnit
{
    /// <summary>Works out and checks the address of every lane.</summary>
    public static void Resolve(SimtWarp warp, in SimtInstruction i, in SimtStaticInfo info, ulong lanes, SimtAccess access)
    {
        access.LaneBytes = info.LaneBytes;
        access.Reading = i.Opcode switch
        {
            SimtOpcode.CopyAsyncZeroFill => lanes & warp.Predicate(i.Q),

            // Eight lanes give the rows of each matrix; what the others hold does not matter.
            SimtOpcode.LoadMatrix => lanes & ((1UL << (8 << SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Matrices, i.Mode))) - 1),
            _ => lanes,
        };
        ref var low = ref warp.Row(i.A);
        if (info.Timing is SimtTiming.GlobalLoad or SimtTiming.GlobalStore or SimtTiming.GlobalAtomic or SimtTiming.AsyncCopy)
        {
            ref var high = ref warp.HighRow(i.A);
            for (var lane = 0; lane < warp.Width; lane++)
            {
                access.Addresses[lane] = (long)(Unsafe.Add(ref low, lane) | ((ulong)Unsafe.Add(ref high, lane) << 32)) + i.Immediate;
            }
        }
        else
        {
            for (var lane = 0; lane < warp.Width; lane++)
            {
                access.Addresses[lane] = (long)Unsafe.Add(ref low, lane) + i.Immediate;
            }
        }

        Check(warp, access, ref access.Addresses, access.Reading, SizeOf(warp, info.Timing), SpaceOf(info.Timing));
        if (info.Timing == SimtTiming.AsyncCopy)
        {
            ref var shared = ref warp.Row(i.B);
            for (var lane = 0; lane < warp.Width; lane++)
            {
                access.Destination[lane] = Unsafe.Add(ref shared, lane);
            }

            Check(warp, access, ref access.Destination, lanes, warp.Launch.SharedBytes, "shared");
        }
    }

    /// <summary>Moves the bytes.</summary>
    public static void Execute(SimtWarp warp, in SimtInstruction i, in SimtStaticInfo info, ulong lanes, SimtAccess access)
    {
        switch (info.Timing)
        {
            case SimtTiming.GlobalLoad: Load(warp, i, lanes, access, warp.Launch.Global!); break;
            case SimtTiming.GlobalStore: Store(warp, i, lanes, access, warp.Launch.Global!); break;
            case SimtTiming.SharedLoad: Load(warp, i, lanes, access, warp.Block.Shared); break;
            case SimtTiming.SharedStore: Store(warp, i, lanes, access, warp.Block.Shared); break;
            case SimtTiming.LocalLoad or SimtTiming.LocalStore: Local(warp, i, info, lanes, access); break;
            case SimtTiming.ConstantLoad: LoadConstant(warp, i, lanes, access); break;
            case SimtTiming.GlobalAtomic: SimtAtomicUnit.Execute(warp, i, lanes, access, warp.Launch.Global!); break;
            case SimtTiming.SharedAtomic: SimtAtomicUnit.Execute(warp, i, lanes, access, warp.Block.Shared); break;
            case SimtTiming.AsyncCopy: Copy(warp, lanes, access); break;
            default: LoadMatrix(warp, i, lanes, access); break;
        }
    }

    private static long SizeOf(SimtWarp warp, SimtTiming timing) => timing switch
    {
        SimtTiming.GlobalLoad or SimtTiming.GlobalStore or SimtTiming.GlobalAtomic or SimtTiming.AsyncCopy => warp.Launch.GlobalBytes,
        SimtTiming.LocalLoad or SimtTiming.LocalStore => warp.Launch.Program.Kernel.LocalBytes,
        SimtTiming.ConstantLoad => warp.Launch.Constants.Length,
        _ => warp.Launch.SharedBytes,
    };

    private static string SpaceOf(SimtTiming timing) => timing switch
    {
        SimtTiming.GlobalLoad or SimtTiming.GlobalStore or SimtTiming.GlobalAtomic or SimtTiming.AsyncCopy => "global",
        SimtTiming.LocalLoad or SimtTiming.LocalStore => "local",
        SimtTiming.ConstantLoad => "constant",
        _ => "shared",
    };

    /// <summary>Throws where a lane's access lies outside its memory or is not aligned.</summary>
    internal static void Check(SimtWarp warp, SimtAccess access, ref SimtAddresses addresses, ulong lanes, long size, string space)
    {
        var bytes = access.LaneBytes;
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var address = addresses[BitOperations.TrailingZeroCount(rest)];
            if ((ulong)address > (ulong)(size - bytes) || size < bytes || (address & (bytes - 1)) != 0)
            {
                throw Illegal(warp, access, ref addresses, lanes, size, space);
            }
        }
    }

    private static SimtExecutionException Illegal(SimtWarp warp, SimtAccess access, ref SimtAddresses addresses, ulong lanes, long size, string space)
    {
        var bytes = access.LaneBytes;
        var (outside, misaligned, first) = (0UL, 0UL, -1);
        for (var lane = 0; lane < warp.Width; lane++)
        {
            if ((lanes >> lane & 1) != 0)
            {
                var address = addresses[lane];
                outside |= address < 0 || address > size - bytes ? 1UL << lane : 0;
                misaligned |= (address & (bytes - 1)) != 0 ? 1UL << lane : 0;
                first = first < 0 && ((outside | misaligned) >> lane & 1) != 0 ? lane : first;
            }
        }

        var where = addresses[first];
        var buffer = space == "global" && warp.Launch.BufferAt?.Invoke(where) is { } name ? $" (near buffer '{name}')" : "";
        var problem = (outside >> first & 1) != 0
            ? $"{(bytes == 1 ? "1 byte" : bytes + " bytes")} of {space} memory at 0x{where:x}{buffer} would lie outside its {size} bytes"
            : $"{space} address 0x{where:x}{buffer} is misaligned: {bytes} bytes need a multiple of {bytes}";
        return SimtInterpreter.Fail(warp, access.Pc, $"{problem}; lanes 0x{outside | misaligned:x} of 0x{lanes:x}, first lane {first}");
    }

    private static void Load(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access, ReadOnlySpan<byte> memory)
    {
        if (i.D == 0)
        {
            return;
        }

        var width = (SimtWidth)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Width, i.Mode);
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            LoadLane(warp, i.D, lane, width, memory[(int)access.Addresses[lane]..]);
        }
    }

    private static void LoadLane(SimtWarp warp, int register, int lane, SimtWidth width, ReadOnlySpan<byte> from)
    {
        switch (width)
        {
            case SimtWidth.U8: warp.Register(register)[lane] = from[0]; break;
            case SimtWidth.S8: warp.Register(register)[lane] = (uint)(sbyte)from[0]; break;
            case SimtWidth.U16: warp.Register(register)[lane] = Unsafe.ReadUnaligned<ushort>(in from[0]); break;
            case SimtWidth.S16: warp.Register(register)[lane] = (uint)Unsafe.ReadUnaligned<short>(in from[0]); break;
            default:
                for (var word = 0; word < 1 << (width - SimtWidth.B32); word++)
                {
                    warp.Register(register + word)[lane] = Unsafe.ReadUnaligned<uint>(in from[4 * word]);
                }

                break;
        }
    }

    private static void Store(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access, Span<byte> memory)
    {
        var width = (SimtWidth)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Width, i.Mode);
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            StoreLane(warp, i.B, lane, width, memory[(int)access.Addresses[lane]..]);
        }
    }

    private static void StoreLane(SimtWarp warp, int register, int lane, SimtWidth width, Span<byte> to)
    {
        var value = warp.Register(register)[lane];
        switch (width)
        {
            case SimtWidth.U8 or SimtWidth.S8: to[0] = (byte)value; break;
            case SimtWidth.U16 or SimtWidth.S16: Unsafe.WriteUnaligned(ref to[0], (ushort)value); break;
            default:
                for (var word = 0; word < 1 << (width - SimtWidth.B32); word++)
                {
                    Unsafe.WriteUnaligned(ref to[4 * word], register == 0 ? 0 : warp.Register(register + word)[lane]);
                }

                break;
        }
    }

    private static void Local(SimtWarp warp, in SimtInstruction i, in SimtStaticInfo info, ulong lanes, SimtAccess access)
    {
        var size = warp.Launch.Program.Kernel.LocalBytes;
        var width = (SimtWidth)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Width, i.Mode);
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            var own = warp.Local.Slice((lane * size) + (int)access.Addresses[lane], info.LaneBytes);
            if (info.Timing == SimtTiming.LocalStore)
            {
                StoreLane(warp, i.B, lane, width, own);
            }
            else if (i.D != 0)
            {
                LoadLane(warp, i.D, lane, width, own);
            }
        }
    }

    private static void LoadConstant(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access) => Load(warp, i, lanes, access, warp.Launch.Constants);

    private static void Copy(SimtWarp warp, ulong lanes, SimtAccess access)
    {
        ReadOnlySpan<byte> global = warp.Launch.Global!;
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var lane = BitOperations.TrailingZeroCount(rest);
            var to = warp.Block.Shared.Slice((int)access.Destination[lane], access.LaneBytes);
            if ((access.Reading >> lane & 1) != 0)
            {
                global.Slice((int)access.Addresses[lane], access.LaneBytes).CopyTo(to);
            }
            else
            {
                to.Clear();
            }
        }
    }

    /// <summary>Lane l gets elements 2(l mod 4) and the next of row l / 4 of each matrix, or of its column where it is transposed.</summary>
    private static void LoadMatrix(SimtWarp warp, in SimtInstruction i, ulong lanes, SimtAccess access)
    {
        var row = SimtInstructionSet.Get(i.Opcode);
        var matrices = 1 << row.Choice(SimtField.Matrices, i.Mode);
        var transposed = row.Choice(SimtField.Transposed, i.Mode) != 0;
        if (i.D == 0)
        {
            return;
        }

        ReadOnlySpan<byte> shared = warp.Block.Shared;
        for (var matrix = 0; matrix < matrices; matrix++)
        {
            var d = warp.Register(i.D + matrix);
            for (var rest = lanes; rest != 0; rest &= rest - 1)
            {
                var lane = BitOperations.TrailingZeroCount(rest);
                var value = 0u;
                for (var half = 0; half < 2; half++)
                {
                    var (r, c) = transposed ? ((2 * (lane & 3)) + half, lane >> 2) : (lane >> 2, (2 * (lane & 3)) + half);
                    value |= (uint)Unsafe.ReadUnaligned<ushort>(in shared[(int)access.Addresses[(8 * matrix) + r] + (2 * c)]) << (16 * half);
                }

                d[lane] = value;
            }
        }
    }
}
