using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Copies by the copy engine: what is copied, whether it may be, and the bytes. They are there when the copy is issued; the barrier, which is told later,
/// is what readers go by.
/// </summary>
internal static class SimtBulkUnit
{
    private const int MostRows = 256;

    /// <summary>Begins a copy in the only active lane.</summary>
    public static SimtStep Execute(SimtWarp warp, in SimtInstruction i, ulong lanes, bool values, SimtAccess access)
    {
        if (BitOperations.PopCount(lanes) != 1)
        {
            throw SimtInterpreter.Fail(warp, access.Pc, FormattableString.Invariant($"a bulk copy in {BitOperations.PopCount(lanes)} lanes (0x{lanes:x}): one lane issues it"));
        }

        var copy = access.Bulk = Read(warp, i, BitOperations.TrailingZeroCount(lanes));
        if (Problem(warp, copy) is { } problem)
        {
            throw SimtInterpreter.Fail(warp, access.Pc, problem);
        }

        SimtMbarrierUnit.Require(warp, copy.Barrier, access.Pc);
        if (values)
        {
            Move(warp, copy);
        }

        return SimtStep.Bulk;
    }

    private static SimtBulkCopy Read(SimtWarp warp, in SimtInstruction i, int lane)
    {
        var source = (long)(warp.Register(i.A)[lane] | ((ulong)warp.Register(i.A == 0 ? 0 : i.A + 1)[lane] << 32)) + i.Immediate;
        var destination = (int)warp.Register(i.B)[lane];
        if (i.Opcode == SimtOpcode.CopyBulk)
        {
            var bytes = (int)C(warp, i, 0, lane);
            return new SimtBulkCopy(source, destination, bytes, 1, bytes, default, (int)C(warp, i, 1, lane));
        }

        var swizzle = new SimtSwizzle((byte)SimtInstructionSet.Get(i.Opcode).Choice(SimtField.Swizzle, i.Mode));
        return new SimtBulkCopy(source, destination, (int)C(warp, i, 0, lane), (int)C(warp, i, 1, lane), C(warp, i, 2, lane), swizzle, (int)C(warp, i, 3, lane));
    }

    private static uint C(SimtWarp warp, in SimtInstruction i, int word, int lane) => warp.Register(i.C == 0 ? 0 : i.C + word)[lane];

    private static string? Problem(SimtWarp warp, in SimtBulkCopy copy)
    {
        const int piece = SimtSwizzle.PieceBytes;
        if (copy.RowBytes <= 0 || copy.RowBytes % piece != 0 || copy.Rows is < 1 or > MostRows)
        {
            return FormattableString.Invariant($"a bulk copy of {copy.Rows} rows of {copy.RowBytes} bytes: there are 1 to {MostRows} rows of a multiple of {piece} bytes");
        }

        if (copy.Source % piece != 0 || copy.Destination % piece != 0 || copy.Pitch % piece != 0)
        {
            return FormattableString.Invariant($"a bulk copy from 0x{copy.Source:x}, rows {copy.Pitch} bytes apart, to shared address 0x{copy.Destination:x} is misaligned: all need a multiple of {piece}");
        }

        if (copy.Swizzle.Mode != 0 && (copy.RowBytes != copy.Swizzle.RowBytes || copy.Destination % copy.Swizzle.PatternBytes != 0))
        {
            return FormattableString.Invariant(
                $"a bulk copy with {copy.Swizzle} of rows of {copy.RowBytes} bytes to shared address 0x{copy.Destination:x}: rows must have {copy.Swizzle.RowBytes} bytes and the address be a multiple of {copy.Swizzle.PatternBytes}");
        }

        var last = copy.Source + ((copy.Rows - 1) * copy.Pitch) + copy.RowBytes;
        if (copy.Source < 0 || last > warp.Launch.GlobalBytes)
        {
            var buffer = warp.Launch.BufferAt?.Invoke(copy.Source) is { } name ? $" (near buffer '{name}')" : "";
            return FormattableString.Invariant($"a bulk copy from 0x{copy.Source:x}{buffer} to 0x{last:x} would lie outside the {warp.Launch.GlobalBytes} bytes of global memory");
        }

        return copy.Destination >= 0 && copy.Destination + copy.Bytes <= warp.Launch.SharedBytes
            ? null
            : FormattableString.Invariant($"a bulk copy of {copy.Bytes} bytes to shared address 0x{copy.Destination:x} would lie outside its {warp.Launch.SharedBytes} bytes");
    }

    private static void Move(SimtWarp warp, in SimtBulkCopy copy)
    {
        ReadOnlySpan<byte> global = warp.Launch.Global!;
        var shared = warp.Block.Shared;
        for (var row = 0; row < copy.Rows; row++)
        {
            var from = global.Slice((int)(copy.Source + (row * copy.Pitch)), copy.RowBytes);
            var to = copy.Destination + (row * copy.RowBytes);
            for (var at = 0; at < copy.RowBytes; at += SimtSwizzle.PieceBytes)
            {
                from.Slice(at, SimtSwizzle.PieceBytes).CopyTo(shared[copy.Swizzle.Place(to + at)..]);
            }
        }
    }
}
