namespace AccelSim.Isa.Mlu;

/// <summary>
/// Address spaces of the family. NRAM (neurons) and WRAM (weights) belong to one core, SRAM to one cluster, LDRAM to one core but lives in device
/// memory, GDRAM to the device. [mlu-ops BANG C guide ch. 4; LLVM mluMemcpyDirection_t]
/// </summary>
public enum MluSpace : byte
{
    Gdram = 0,
    Ldram = 1,
    Nram = 2,
    Wram = 3,
    Sram = 4,
}

/// <summary>A source and destination space of a copy, packed as it is encoded (5 bits). The 24 legal pairs are those of the BANG C intrinsics.</summary>
public enum MluDirection : byte
{
    Gdram2Nram, Nram2Gdram, Ldram2Nram, Nram2Ldram, Gdram2Wram, Wram2Gdram, Ldram2Wram, Wram2Ldram, Nram2Nram, Nram2Wram, Wram2Nram,
    Gdram2Sram, Sram2Gdram, Ldram2Sram, Sram2Ldram, Sram2Nram, Nram2Sram, Sram2Wram, Wram2Sram, Gdram2Gdram, Gdram2Ldram, Ldram2Gdram,
    Ldram2Ldram, Sram2Sram,
}

/// <summary>Source and destination of a <see cref="MluDirection"/>.</summary>
public static class MluDirections
{
    private static readonly string[] Names = [.. Enum.GetNames<MluDirection>().Select(name => name.ToLowerInvariant())];
    private static readonly (MluSpace Source, MluSpace Destination)[] Pairs = [.. Names.Select(Parse)];

    /// <summary>Number of legal pairs.</summary>
    public static int Count => Names.Length;

    /// <summary>Where the bytes come from.</summary>
    public static MluSpace Source(this MluDirection direction) => Pairs[(int)direction].Source;

    /// <summary>Where the bytes go.</summary>
    public static MluSpace Destination(this MluDirection direction) => Pairs[(int)direction].Destination;

    /// <summary>Assembly suffix, such as <c>gdram2nram</c>.</summary>
    public static string Suffix(this MluDirection direction) => Names[(int)direction];

    /// <summary>The direction between two spaces.</summary>
    /// <exception cref="ArgumentException">The hardware has no such copy.</exception>
    public static MluDirection Between(MluSpace source, MluSpace destination)
    {
        var index = Array.IndexOf(Pairs, (source, destination));
        return index >= 0 ? (MluDirection)index : throw new ArgumentException($"there is no copy from {source} to {destination}");
    }

    internal static IReadOnlyList<string> Suffixes => Names;

    private static (MluSpace, MluSpace) Parse(string name)
    {
        var parts = name.Split('2');
        return (Enum.Parse<MluSpace>(parts[0], ignoreCase: true), Enum.Parse<MluSpace>(parts[1], ignoreCase: true));
    }
}
