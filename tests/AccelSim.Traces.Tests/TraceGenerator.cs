using System.Collections.Immutable;
using System.Numerics;
using AccelSim.Traces.Sass;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Traces.Tests;

/// <summary>Generates traces: any opcode of the table, any mask, every way to write addresses.</summary>
internal static class TraceGenerator
{
    private static readonly (string Suffix, int Width)[] Widths = [(".E", 4), (".E.U8", 1), (".S16", 2), (".64", 8), (".E.128.SYS", 16)];
    private static readonly string[] Others = [.. SassTable.Names.Where(name => !SassTable.NeedsAddresses(SassTable.Find(name).Timing))];
    private static readonly string[] Memory = [.. SassTable.Names.Where(name => SassTable.NeedsAddresses(SassTable.Find(name).Timing) && name != "LDSM")];

    public static Gen<TraceModel> Any { get; } =
        from version in Gen.Choose(1, 5)
        from lines in Gen.Elements(true, false)
        from threads in Gen.Choose(1, 128)
        from grid in Gen.Choose(1, 4)
        from warps in Gen.ArrayOf(Gen.Choose(0, 12).SelectMany(count => Gen.ArrayOf(Instruction(version >= 4), count)).Select(warp => Again(warp, version >= 4)), grid * ((threads + 31) / 32))
        select new TraceModel(grid, threads, [.. warps.Chunk((threads + 31) / 32).Select((block, x) => new ModelBlock(x, [.. block.Select(warp => warp.ToImmutableArray())]))]) { TracerVersion = version, Lines = lines };

    private static Gen<ModelInstruction> Instruction(bool immediates) =>
        from isMemory in Gen.Elements(true, false)
        from name in Gen.Elements(isMemory ? Memory : Others)
        from pc in Gen.Choose(0, 20).Select(pc => pc * 100)
        from bits in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), 12)
        select Build(isMemory, name, (uint)pc * 16, bits, immediates ? bits[11] % 3 == 0 ? -(bits[11] >> 20) : bits[11] >> 16 : 0);

    private static ModelInstruction Build(bool isMemory, string name, uint pc, int[] bits, long immediate)
    {
        var mask = bits[0] % 4 == 0 ? uint.MaxValue : (uint)bits[0] << (bits[1] % 32);
        ImmutableArray<byte> destinations = [.. bits[2..(2 + (bits[1] % 2))].Select(value => (byte)value)];
        ImmutableArray<byte> sources = [.. bits[3..(3 + (bits[2] % 6))].Select(value => (byte)value)];
        if (!isMemory)
        {
            return new ModelInstruction(pc, mask, destinations, name + (bits[9] % 2 == 0 ? "" : ".FTZ"), sources, 0, ModelAddresses.None, [.. new ulong[32]], immediate);
        }

        var (suffix, width) = Widths[bits[9] % Widths.Length];
        var mode = (ModelAddresses)(1 + (bits[10] % 4));
        mask = mode == ModelAddresses.Stride ? Contiguous(mask) : mask;
        var stride = BitOperations.PopCount(mask) == 1 ? 0 : (bits[8] % 4096) - 2048;
        var addresses = ModelInstruction.Affine(mask, 0x7f00_0000_0000 + (ulong)bits[7], stride);
        if (mode != ModelAddresses.Stride)
        {
            addresses = [.. addresses.Select((address, lane) => address == 0 ? 0 : unchecked(address + ((ulong)bits[lane % 12] << (lane % 32))))];
        }

        return new ModelInstruction(pc, mask, destinations, name + suffix, sources, width, mode, addresses, immediate);
    }

    /// <summary>A warp runs its code twice, as loops do; the second time some immediates, masks and addresses differ.</summary>
    private static IEnumerable<ModelInstruction> Again(ModelInstruction[] warp, bool immediates) =>
        [.. warp, .. warp.Select((instruction, i) => (i % 3) switch
        {
            0 when immediates => instruction with { Immediate = instruction.Immediate + 1 },
            1 when instruction.Mode == ModelAddresses.None => instruction with { Mask = ~instruction.Mask },
            2 when instruction.Mode != ModelAddresses.None => instruction with { Addresses = [.. instruction.Addresses.Select(address => address == 0 ? 0 : address + 64)] },
            _ => instruction,
        })];

    /// <summary>The lanes from the lowest to the highest one of a mask, all of them.</summary>
    private static uint Contiguous(uint mask) =>
        mask == 0 ? 0 : uint.MaxValue >> BitOperations.LeadingZeroCount(mask) & uint.MaxValue << BitOperations.TrailingZeroCount(mask);
}
