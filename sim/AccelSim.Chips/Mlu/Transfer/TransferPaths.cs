using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>Looks up a chip file's memory pairs by the numbers that instructions carry.</summary>
internal static class TransferPaths
{
    /// <summary>Bytes per cycle of each <see cref="MluDirection"/>; 0 for those the engine lacks.</summary>
    public static long[] Widths(DmaEngineSpec spec)
    {
        var widths = new long[MluDirections.Count];
        for (var i = 0; i < widths.Length; i++)
        {
            var direction = (MluDirection)i;
            var path = new MemoryPath(Name(direction.Source()), Name(direction.Destination()));
            widths[i] = spec.Paths.TryGetValue(path, out var width) ? width.Bytes : 0;
        }

        return widths;
    }

    private static string Name(MluSpace space) => space switch
    {
        MluSpace.Gdram => "gdram",
        MluSpace.Ldram => "ldram",
        MluSpace.Nram => "nram",
        MluSpace.Wram => "wram",
        _ => "sram",
    };
}
