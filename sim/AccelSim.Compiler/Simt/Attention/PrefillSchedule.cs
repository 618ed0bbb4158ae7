namespace AccelSim.Compiler.Simt.Attention;

/// <summary>How many queries a block takes, in strips of 16 for each of its warps.</summary>
/// <param name="Strips">Strips of a warp, 1 or 2.</param>
internal sealed record PrefillSchedule(int Strips)
{
    /// <summary>Warps of a block.</summary>
    public const int Warps = 4;

    /// <summary>Keys of a tile.</summary>
    public const int Keys = 64;

    /// <summary>Queries of a warp.</summary>
    public int WarpQueries => 16 * Strips;

    /// <summary>Queries of a block.</summary>
    public int Queries => Warps * WarpQueries;

    /// <summary>Blocks for a problem.</summary>
    public long Blocks(AttentionProblem problem) => (long)problem.Batch * problem.Heads * ((problem.Queries + Queries - 1) / Queries);

    /// <summary>Shared memory of a block: its queries, a tile of keys and one of values.</summary>
    public long SharedBytes(AttentionProblem problem) => (long)(Queries + (2 * Keys)) * problem.Pitch;

    /// <summary>Two strips read keys and values half as often; one makes twice as many blocks, where two would leave SMs empty.</summary>
    public static PrefillSchedule Of(SimtTarget target, AttentionProblem problem)
    {
        var (wide, narrow) = (new PrefillSchedule(2), new PrefillSchedule(1));
        return problem.Queries > narrow.Queries && wide.Blocks(problem) >= target.Sms && wide.SharedBytes(problem) <= target.MaxSharedBytes ? wide : narrow;
    }
}
