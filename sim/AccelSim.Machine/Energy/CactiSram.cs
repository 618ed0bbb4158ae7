using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>
/// Energy of SRAM by capacity, from runs of CACTI 7 (itrs-hp, 360 K, one read-write port): per capacity the row with the widest port, as memories of
/// accelerators have. Between rows both axes are logarithmic, so that a power law between two sizes is met exactly.
/// </summary>
public static class CactiSram
{
    // Capacity and port width in bytes; then per process, in the order of CactiProcess, attojoules of one read and of one write of the whole port.
    private static readonly ImmutableArray<Row> Rows =
    [
        new(8_192, 32, [3_072_080, 6_785_160, 5_882_310, 13_171_300, 10_709_100, 24_320_000]),
        new(32_768, 32, [7_770_590, 13_367_500, 14_357_400, 25_858_900, 25_435_500, 47_638_700]),
        new(65_536, 32, [12_521_200, 18_118_100, 27_838_700, 32_815_300, 36_279_200, 81_098_900]),
        new(131_072, 64, [32_092_400, 43_286_300, 52_738_400, 99_176_300, 91_900_700, 181_540_000]),
        new(262_144, 128, [82_480_300, 142_913_000, 152_646_000, 271_501_000, 177_523_000, 623_100_000]),
        new(524_288, 64, [73_884_100, 77_419_900, 138_202_000, 158_661_000, 241_555_000, 288_401_000]),
        new(1_048_576, 128, [203_773_000, 248_951_000, 376_183_000, 469_059_000, 582_501_000, 942_712_000]),
        new(2_097_152, 128, [353_497_000, 398_675_000, 568_847_000, 755_463_000, 1_001_040_000, 1_361_250_000]),
        new(4_194_304, 128, [525_218_000, 616_160_000, 970_381_000, 1_157_430_000, 1_539_640_000, 1_899_850_000]),
    ];

    /// <summary>Least capacity of the table, bytes.</summary>
    public static long Smallest => Rows[0].Bytes;

    /// <summary>Greatest capacity of the table, bytes.</summary>
    public static long Largest => Rows[^1].Bytes;

    /// <summary>The nearest capacity that the table covers.</summary>
    public static long Clamp(long bytes) => Math.Clamp(bytes, Smallest, Largest);

    /// <summary>Attojoules per byte read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is outside the table.</exception>
    public static long Read(CactiProcess process, long bytes) => Interpolate(2 * (int)process, bytes);

    /// <summary>Attojoules per byte written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is outside the table.</exception>
    public static long Write(CactiProcess process, long bytes) => Interpolate((2 * (int)process) + 1, bytes);

    private static long Interpolate(int column, long bytes)
    {
        if (bytes < Smallest || bytes > Largest)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"the table covers {Smallest} to {Largest} bytes");
        }

        var upper = 0;
        while (Rows[upper].Bytes < bytes)
        {
            upper++;
        }

        if (Rows[upper].Bytes == bytes)
        {
            return (long)Math.Round(PerByte(upper));
        }

        var (left, right) = (Rows[upper - 1].Bytes, Rows[upper].Bytes);
        var part = Math.Log((double)bytes / left) / Math.Log((double)right / left);
        return (long)Math.Round(PerByte(upper - 1) * Math.Pow(PerByte(upper) / PerByte(upper - 1), part));

        double PerByte(int row) => (double)Rows[row].Attojoules[column] / Rows[row].Port;
    }

    private readonly record struct Row(long Bytes, int Port, ImmutableArray<long> Attojoules);
}
