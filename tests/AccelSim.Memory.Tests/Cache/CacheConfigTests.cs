using AccelSim.Machine;

namespace AccelSim.Memory.Tests.Cache;

public class CacheConfigTests
{
    private static readonly CacheConfig Good = new(64 * 1024, 128, 32, 8);

    public static TheoryData<string, string, CacheConfig> Bad => new()
    {
        { "line", "power of two", Good with { LineBytes = 96 } },
        { "line", "power of two", Good with { LineBytes = 0 } },
        { "sector", "divide", Good with { SectorBytes = 48 } },
        { "sector", "divide", Good with { SectorBytes = 0 } },
        { "sector", "more than 64", Good with { SectorBytes = 1 } },
        { "ways", "at least 1", Good with { Ways = 0 } },
        { "size", "whole number of sets", Good with { SizeBytes = 1000 } },
        { "size", "whole number of sets", Good with { SizeBytes = -1024 } },
        { "size", "more than", Good with { SizeBytes = 1L << 50 } },
        { "ways", "power of two", new CacheConfig(6 * 128, 128, 32, 6) { Replacement = CacheReplacement.PseudoLeastRecentlyUsed } },
        { "ways", "at most 64", new CacheConfig(128 * 128, 128, 32, 128) { Replacement = CacheReplacement.PseudoLeastRecentlyUsed } },
        { "replacement", "known", Good with { Replacement = (CacheReplacement)9 } },
        { "writes", "known", Good with { Writes = (CacheWritePolicy)9 } },
        { "writeMiss", "known", Good with { WriteMiss = (CacheWriteMiss)9 } },
        { "banks", "at least 1", Good with { Banks = 0 } },
        { "bankWidth", "divide", Good with { BankWidthBytes = 48, BankInterleaveBytes = 48 * 128 } },
        { "bankWidth", "divide", Good with { BankWidthBytes = 0 } },
        { "bankInterleave", "multiple of bankWidth", Good with { BankInterleaveBytes = 64 } },
        { "bankInterleave", "divide the line", Good with { BankWidthBytes = 32, BankInterleaveBytes = 96 } },
        { "mshrs", "at least 1", Good with { Mshrs = 0 } },
        { "mergesPerMshr", "negative", Good with { MergesPerMshr = -1 } },
        { "tagLatency", "at least 1", Good with { TagLatencyCycles = 0 } },
        { "hitLatency", "less than tagLatency", Good with { TagLatencyCycles = 3, HitLatencyCycles = 2 } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void An_impossible_number_is_named(string key, string message, CacheConfig config)
    {
        var problems = config.Problems();
        Assert.Contains(problems, p => p.StartsWith(key + " ", StringComparison.Ordinal) && p.Contains(message, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SectoredCache(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var config = Good with { Ways = 0, SectorBytes = 48, Banks = 0, Mshrs = 0, HitLatencyCycles = 0 };
        Assert.Equal(["sector", "ways", "banks", "mshrs", "hitLatency"], config.Problems().Select(p => p.Split(' ')[0]));
        Assert.Empty(Good.Problems());
    }
}
