using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AccelSim.Memory;

/// <summary>
/// For each bank the age of the request that wants something of it, searched several banks at a time. An age is the request's sequence
/// number, with the number of the bank below it, so that it says whose it is.
/// </summary>
internal sealed class BankAges
{
    /// <summary>Age of a bank of which nothing is wanted: younger than all.</summary>
    public const long None = long.MaxValue;

    private const int BankBits = 12;

    private readonly long[] _ages;
    private readonly long[] _bound;
    private readonly int[] _counts;
    private readonly ulong[] _wanted;
    private readonly int[] _rank;
    private readonly int _banksPerRank;

    public BankAges(int ranks, int banksPerRank)
    {
        _ages = new long[ranks * banksPerRank];
        Array.Fill(_ages, None);
        _bound = new long[ranks];
        Array.Fill(_bound, None);
        _counts = new int[ranks];
        _wanted = new ulong[ranks];
        _rank = [.. Enumerable.Range(0, ranks * banksPerRank).Select(bank => bank / banksPerRank)];
        _banksPerRank = banksPerRank;
    }

    /// <summary>Banks of which something is wanted.</summary>
    public int Count { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Changes { get; private set; }

    public long this[int bank] => _ages[bank];

    /// <summary>Something is wanted of a bank, which will not be ready before <paramref name="ready"/>.</summary>
    public void Set(int bank, long sequence, long ready)
    {
        var rank = _rank[bank];
        if (_ages[bank] == None)
        {
            Count++;
            _counts[rank]++;
            _wanted[rank] |= 1UL << (bank - (rank * _banksPerRank));
        }

        Changes++;
        _ages[bank] = (sequence << BankBits) | (uint)bank;
        _bound[rank] = Math.Min(_bound[rank], ready);
    }

    public void Clear(int bank)
    {
        if (_ages[bank] == None)
        {
            return;
        }

        Count--;
        Changes++;
        _ages[bank] = None;
        var rank = _rank[bank];
        _wanted[rank] &= ~(1UL << (bank - (rank * _banksPerRank)));
        if (--_counts[rank] == 0)
        {
            _bound[rank] = None;
        }
    }

    /// <summary>Banks of a rank of which something is wanted.</summary>
    public int CountOf(int rank) => _counts[rank];

    /// <summary>Forgets what is known about when a rank has something ready.</summary>
    public void Forget() => Array.Clear(_bound);

    /// <summary>A tick before which nothing of a rank is ready.</summary>
    public long Bound(int rank) => _bound[rank];

    /// <summary>Nothing of a rank is ready before a tick.</summary>
    public void Tighten(int rank, long tick) => _bound[rank] = Math.Max(_bound[rank], tick);

    /// <summary>The bank of an age.</summary>
    public static int Bank(long age) => (int)(age & ((1 << BankBits) - 1));

    /// <summary>The banks of a rank of which something is wanted, a bit each; only the first 64 of a rank are told of.</summary>
    public ulong Wanted(int rank) => _wanted[rank];

    /// <summary>
    /// The least age among the banks of a rank that are ready by <paramref name="tick"/>; <see cref="None"/> lowers <paramref name="bound"/>
    /// to a tick before which none will be.
    /// </summary>
    /// <param name="rank">Rank.</param>
    /// <param name="ready">When each bank of the rank is ready.</param>
    /// <param name="rankReady">When the rank is.</param>
    /// <param name="tick">Now.</param>
    /// <param name="bound">Lowered where nothing is ready.</param>
    public long Oldest(int rank, ReadOnlySpan<long> ready, long rankReady, long tick, ref long bound)
    {
        // What is ready never becomes less so: a bound holds until another bank wants something.
        ref var known = ref _bound[rank];
        if (known <= tick && rankReady <= tick && Search(rank, ready, tick, out known) is var oldest and not None)
        {
            return oldest;
        }

        bound = Math.Min(bound, Math.Max(known, rankReady));
        return None;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Search(int rank, ReadOnlySpan<long> ready, long tick, out long next)
    {
        var ages = _ages.AsSpan(rank * _banksPerRank, _banksPerRank);
        var oldest = None;
        next = None;
        var ageVectors = MemoryMarshal.Cast<long, Vector256<long>>(ages);
        var readyVectors = MemoryMarshal.Cast<long, Vector256<long>>(ready);
        if (ageVectors.Length > 0)
        {
            var none = Vector256.Create(None);
            var now = Vector256.Create(tick);
            var (bestAge, bestReady) = (none, none);
            for (var i = 0; i < ageVectors.Length; i++)
            {
                var age = ageVectors[i];
                var at = readyVectors[i];
                bestAge = Vector256.Min(bestAge, Vector256.ConditionalSelect(Vector256.GreaterThan(at, now), none, age));
                bestReady = Vector256.Min(bestReady, Vector256.ConditionalSelect(Vector256.Equals(age, none), none, at));
            }

            oldest = Least(bestAge);
            next = Least(bestReady);
        }

        for (var i = ageVectors.Length * Vector256<long>.Count; i < ages.Length; i++)
        {
            oldest = ready[i] <= tick ? Math.Min(oldest, ages[i]) : oldest;
            next = ages[i] < None ? Math.Min(next, ready[i]) : next;
        }

        return oldest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Least(Vector256<long> values)
    {
        var half = Vector128.Min(values.GetLower(), values.GetUpper());
        return Math.Min(half[0], half[1]);
    }
}
