using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>What an access wants of a line, given what the line holds: the one place where the policies of writes are told apart.</summary>
/// <param name="Missing">Sectors touched that are not there.</param>
/// <param name="Fetch">Sectors to read from the next level.</param>
/// <param name="Keep">Sectors of the access that the line holds afterwards.</param>
/// <param name="Allocate">The line is to be there afterwards.</param>
/// <param name="Below">The write itself goes to the next level.</param>
internal readonly record struct CacheDemand(ulong Missing, ulong Fetch, ulong Keep, bool Allocate, bool Below)
{
    /// <summary>The demand of an access.</summary>
    /// <param name="config">Policies.</param>
    /// <param name="span">Sectors touched.</param>
    /// <param name="valid">Sectors that are there; 0 where the line is not.</param>
    /// <param name="write">Write or read.</param>
    public static CacheDemand Of(CacheConfig config, in CacheSpan span, ulong valid, bool write)
    {
        var missing = span.Sectors & ~valid;
        if (!write)
        {
            return new CacheDemand(missing, missing, span.Sectors, true, false);
        }

        var around = config.WriteMiss == CacheWriteMiss.NoAllocate;
        return new CacheDemand(
            missing,
            config.WriteMiss == CacheWriteMiss.AllocateWithFetch ? missing & span.Partial : 0,
            around ? span.Sectors & valid : span.Sectors,
            !around,
            config.Writes == CacheWritePolicy.WriteThrough || (around && missing != 0));
    }
}
