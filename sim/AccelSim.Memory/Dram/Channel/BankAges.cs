using System.Numerics;
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
    private readonly Known[] _known;
    private readonly int[] _rank;
    private readonly int _banksPerRank;

    public BankAges(int ranks, int banksPerRank)
    {
        _ages = new long[ranks * banksPerRank];
        Array.Fill(_ages, None);
        _known = new Known[ranks];
        Array.Fill(_known, Known.Nothing);
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
        ref var known = ref _known[rank];
        ref var age = ref _ages[bank];
        if (age == None)
        {
            Count++;
            known.Count++;
            known.Wanted |= 1UL << (bank - (rank * _banksPerRank));
        }
        else if (known.Oldest == age)
        {
            known.Gone();
        }

        Changes++;
        known.Bound = Math.Min(known.Bound, ready);
        known.Until = Math.Min(known.Until, ready);
        age = (sequence << BankBits) | (uint)bank;
    }

    /// <summary>Nothing is wanted of a bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear(int bank)
    {
        if (_ages[bank] != None)
        {
            Remove(bank);
        }
    }

    /// <summary>Nothing is wanted of any bank.</summary>
    public void ClearAll()
    {
        if (Count > 0)
        {
            Count = 0;
            Changes++;
            Array.Fill(_ages, None);
            Array.Fill(_known, Known.Nothing);
        }
    }

    /// <summary>Banks of a rank of which something is wanted.</summary>
    public int CountOf(int rank) => _known[rank].Count;

    /// <summary>Forgets what is known about when a rank has something ready.</summary>
    public void Forget()
    {
        foreach (ref var known in _known.AsSpan())
        {
            (known.Bound, known.Oldest, known.Until) = (0, None, 0);
        }
    }

    /// <summary>A tick before which nothing of a rank is ready.</summary>
    public long Bound(int rank) => _known[rank].Bound;

    /// <summary>Nothing of a rank is ready before a tick.</summary>
    public void Tighten(int rank, long tick) => _known[rank].Bound = Math.Max(_known[rank].Bound, tick);

    /// <summary>The bank of an age.</summary>
    public static int Bank(long age) => (int)(age & ((1 << BankBits) - 1));

    /// <summary>The banks of a rank of which something is wanted, a bit each; only the first 64 of a rank are told of.</summary>
    public ulong Wanted(int rank) => _known[rank].Wanted;

    /// <summary>
    /// The least age among the banks of a rank that are ready by <paramref name="tick"/>; <see cref="None"/> lowers <paramref name="bound"/>
    /// to a tick before which none will be.
    /// </summary>
    /// <param name="rank">Rank.</param>
    /// <param name="ready">When each bank is ready.</param>
    /// <param name="rankReady">When the rank is.</param>
    /// <param name="tick">Now.</param>
    /// <param name="bound">Lowered where nothing is ready.</param>
    public long Oldest(int rank, long[] ready, long rankReady, long tick, ref long bound)
    {
        ref var known = ref _known[rank];
        if (known.Bound <= tick && rankReady <= tick)
        {
            // The oldest stays it until another one is ready or wants something; a command for its bank group may have put it off.
            if (tick < known.Until && known.Oldest != None && ready[Bank(known.Oldest)] <= tick)
            {
                return known.Oldest;
            }

            known.Oldest = Search(rank, ready, tick, out known.Until, out known.Alone);
            if (known.Oldest != None)
            {
                return known.Oldest;
            }

            // What is not ready never becomes ready sooner: a bound holds until another bank wants something.
            known.Bound = known.Until;
        }

        bound = Math.Min(bound, Math.Max(known.Bound, rankReady));
        return None;
    }

    private void Remove(int bank)
    {
        ref var age = ref _ages[bank];
        var rank = _rank[bank];
        ref var known = ref _known[rank];
        Count--;
        Changes++;
        known.Wanted &= ~(1UL << (bank - (rank * _banksPerRank)));
        if (--known.Count == 0)
        {
            known = Known.Nothing;
        }
        else if (known.Oldest == age)
        {
            known.Gone();
        }

        age = None;
    }

    /// <summary>
    /// The oldest that is ready; <paramref name="next"/> is when the first of the others is, <paramref name="alone"/> says whether no other is
    /// ready now.
    /// </summary>
    private long Search(int rank, long[] readyOfAll, long tick, out long next, out bool alone)
    {
        var ages = _ages.AsSpan(rank * _banksPerRank, _banksPerRank);
        var ready = readyOfAll.AsSpan(rank * _banksPerRank, _banksPerRank);
        if (Vector512.IsHardwareAccelerated && ages.Length % Vector512<long>.Count == 0)
        {
            return Search512(ages, ready, tick, out next, out alone);
        }

        return SearchEach(ages, ready, tick, out next, out alone);
    }

    private static long Search512(ReadOnlySpan<long> ages, ReadOnlySpan<long> ready, long tick, out long next, out bool alone)
    {
        ref var firstAge = ref MemoryMarshal.GetReference(ages);
        ref var firstReady = ref MemoryMarshal.GetReference(ready);
        var none = Vector512.Create(None);
        var now = Vector512.Create(tick);
        var (bestAge, bestReady) = (none, none);
        var found = 0;
        for (nuint i = 0; i < (nuint)ages.Length; i += (nuint)Vector512<long>.Count)
        {
            var age = Vector512.LoadUnsafe(ref firstAge, i);
            var at = Vector512.LoadUnsafe(ref firstReady, i);
            var later = Vector512.GreaterThan(at, now);
            var readyAge = Vector512.ConditionalSelect(later, none, age);
            found += BitOperations.PopCount(Vector512.LessThan(readyAge, none).ExtractMostSignificantBits());
            bestAge = Vector512.Min(bestAge, readyAge);
            bestReady = Vector512.Min(bestReady, Vector512.ConditionalSelect(Vector512.AndNot(later, Vector512.Equals(age, none)), at, none));
        }

        alone = found <= 1;
        next = Least(Vector256.Min(bestReady.GetLower(), bestReady.GetUpper()));
        return found == 0 ? None : Least(Vector256.Min(bestAge.GetLower(), bestAge.GetUpper()));
    }

    private static long SearchEach(ReadOnlySpan<long> ages, ReadOnlySpan<long> ready, long tick, out long next, out bool alone)
    {
        var (oldest, found) = (None, 0);
        next = None;
        for (var i = 0; i < ages.Length; i++)
        {
            if (ages[i] == None)
            {
                continue;
            }

            if (ready[i] <= tick)
            {
                found++;
                oldest = Math.Min(oldest, ages[i]);
            }
            else
            {
                next = Math.Min(next, ready[i]);
            }
        }

        alone = found <= 1;
        return oldest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Least(Vector256<long> values)
    {
        var half = Vector128.Min(values.GetLower(), values.GetUpper());
        return Math.Min(half[0], half[1]);
    }

    /// <summary>What a search of a rank has found out.</summary>
    private struct Known
    {
        /// <summary>A tick before which nothing is ready.</summary>
        public long Bound;

        /// <summary>The least age of those that were ready; <see cref="None"/> where it is not known.</summary>
        public long Oldest;

        /// <summary>A tick before which no other becomes ready.</summary>
        public long Until;

        /// <summary>Banks of which something is wanted, a bit each.</summary>
        public ulong Wanted;

        /// <summary>How many they are.</summary>
        public int Count;

        /// <summary>True where none but the oldest was ready.</summary>
        public bool Alone;

        public static Known Nothing => new() { Bound = None, Oldest = None, Until = None };

        /// <summary>The oldest is no longer wanted.</summary>
        public void Gone()
        {
            Oldest = None;
            Bound = Alone ? Until : Bound;
        }
    }
}
