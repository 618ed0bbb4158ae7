namespace AccelSim.Compiler.Simt.Attention;

/// <summary>How the keys of few queries are divided over blocks.</summary>
/// <param name="Splits">Blocks that share the keys of a head of keys and values.</param>
/// <param name="TilesPerSplit">Tiles of <see cref="Keys"/> keys that each walks along, the last fewer.</param>
internal sealed record DecodeSchedule(int Splits, int TilesPerSplit)
{
    /// <summary>Rows of a block: queries of all heads that share keys.</summary>
    public const int Rows = 16;

    /// <summary>Warps of a block; each takes its own keys of a tile.</summary>
    public const int Warps = 4;

    /// <summary>Keys of a tile.</summary>
    public const int Keys = 64;

    /// <summary>Tiles on their way or in use.</summary>
    public const int Stages = 2;

    /// <summary>Most rows of a head of keys that take this way; more share tiles better in the kernel of many queries.</summary>
    public const int MostRows = 32;

    private const int MostSplits = 64;
    private const int BlocksPerSm = 2;
    private const double GoodEnough = 0.85;

    /// <summary>Shared memory of a block: tiles of keys and values.</summary>
    public static long SharedBytes(AttentionProblem problem) => 2L * Stages * Keys * problem.Pitch;

    /// <summary>Groups of 16 rows of a head of keys.</summary>
    public static int RowGroups(AttentionProblem problem) => ((problem.Queries * problem.Group) + Rows - 1) / Rows;

    /// <summary>
    /// The fewest splits whose last wave of blocks is nearly as full as that of any number (flash-decoding's rule); 1 where heads alone fill the chip.
    /// </summary>
    public static DecodeSchedule Of(SimtTarget target, AttentionProblem problem)
    {
        var tiles = (problem.Keys + Keys - 1) / Keys;
        var blocks = (double)problem.Batch * problem.KvHeads * RowGroups(problem) / (target.Sms * BlocksPerSm);
        var choices = Enumerable.Range(1, Math.Min(MostSplits, tiles)).Select(splits => Whole(tiles, splits)).Distinct().ToList();
        double Filled(DecodeSchedule choice) => blocks * choice.Splits / Math.Ceiling(blocks * choice.Splits);
        var best = choices.Max(Filled);
        return blocks >= GoodEnough ? Whole(tiles, 1) : choices.First(choice => Filled(choice) >= GoodEnough * best);
    }

    private static DecodeSchedule Whole(int tiles, int splits)
    {
        var each = (tiles + splits - 1) / splits;
        return new DecodeSchedule((tiles + each - 1) / each, each);
    }
}
