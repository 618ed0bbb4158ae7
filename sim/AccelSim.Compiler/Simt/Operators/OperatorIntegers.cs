namespace AccelSim.Compiler.Simt.Operators;

/// <summary>Integers that decide addresses of an operator.</summary>
internal static class OperatorIntegers
{
    /// <summary>0, 1, 2, ...</summary>
    public static long[] Ascending(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];

    /// <summary>Numbers below a bound that look drawn at random, always the same ones: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    public static long[] Scattered(int count, int bound)
    {
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
        {
            var z = (ulong)(i + 1) * 0x9e3779b97f4a7c15UL;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
            numbers[i] = (long)((z ^ (z >> 31)) % (ulong)bound);
        }

        return numbers;
    }
}
