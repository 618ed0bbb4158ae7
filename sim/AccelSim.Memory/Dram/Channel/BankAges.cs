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
    private readonly bool _vectors;

    public BankAges(int ranks, int banksPerRank)
    {
        _ages = new long[ranks * banksPerRank];
        Array.Fill(_ages, None);
        _known = new Known[ranks];
        Array.Fill(_known, Known.Nothing);
        _rank = [.. Enumerable.Range(0, ranks * banksPerRank).Select(bank => bank / banksPerRank)];
        _banksPerRank = banksPerRank;
        _vectors = Vector512.IsHardwareAccelerated && banksPerRank % Vector512<long>.Count == 0;
    }

    /// <summary>Banks of which something is wanted.</summary>
    public int Count { get; private set; }

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

        known.Bound = Math.Min(known.Bound, ready);
        known.Rest = Math.Min(known.Rest, ready);
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
            known = known.Count == 0 ? Known.Nothing : known with { Bound = 0, Oldest = None, Rest = 0, Until = 0 };
        }
    }

    /// <summary>A tick before which nothing of a rank is ready.</summary>
    public long Bound(int rank) => _known[rank].Bound;

    /// <summary>Nothing of a rank is ready before a tick.</summary>
    public void NotBefore(int rank, long tick) => _known[rank].Bound = Math.Max(_known[rank].Bound, tick);

    /// <summary>The bank of an age.</summary>
    public static int Bank(long age) => (int)(age & ((1 << BankBits) - 1));

    /// <summary>The banks of a rank of which something is wanted, a bit each; only the first 64 of a rank are told of.</summary>
    public ulong Wanted(int rank) => _known[rank].Wanted;

    /// <summary>The least age among the banks of a rank that are ready by a tick; <see cref="None"/> where there is none.</summary>
    /// <param name="rank">Rank.</param>
    /// <param name="ready">When each bank is ready.</param>
    /// <param name="tick">Now.</param>
    public long Oldest(int rank, long[] ready, long tick)
    {
        ref var known = ref _known[rank];
        if (known.Bound > tick)
        {
            return None;
        }

        // The oldest stays it until another one is ready or wants something; a command for its bank group may have put it off.
        if (tick < known.Until && known.Oldest != None && ready[Bank(known.Oldest)] <= tick)
        {
            return known.Oldest;
        }

        known.Oldest = _vectors ? Oldest512(rank, ready, tick, out known.Until, out var alone) : OldestOfEach(rank, ready, tick, out known.Until, out alone);
        known.Rest = alone ? known.Until : tick;
        known.Bound = known.Oldest == None ? known.Until : known.Bound;
        return known.Oldest;
    }

    /// <summary>Finds out when the first bank of a rank of which something is wanted is ready: its bound from now on.</summary>
    /// <param name="rank">Rank.</param>
    /// <param name="ready">When each bank is ready.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tighten(int rank, long[] ready)
    {
        ref var known = ref _known[rank];
        if (known.Count > 0)
        {
            known.Bound = _vectors ? First512(rank, ready) : FirstOfEach(rank, ready);
        }
    }

    private void Remove(int bank)
    {
        var rank = _rank[bank];
        ref var known = ref _known[rank];
        Count--;
        known.Wanted &= ~(1UL << (bank - (rank * _banksPerRank)));
        if (--known.Count == 0)
        {
            known = Known.Nothing;
        }
        else if (known.Oldest == _ages[bank])
        {
            known.Gone();
        }

        _ages[bank] = None;
    }

    /// <summary>
    /// The oldest that is ready; <paramref name="until"/> is when the first of those that are not will be, <paramref name="alone"/> says whether no
    /// other is.
    /// </summary>
    private long Oldest512(int rank, long[] readyOfAll, long tick, out long until, out bool alone)
    {
        ref var ages = ref MemoryMarshal.GetReference(_ages.AsSpan(rank * _banksPerRank, _banksPerRank));
        ref var ready = ref MemoryMarshal.GetReference(readyOfAll.AsSpan(rank * _banksPerRank, _banksPerRank));
        var none = Vector512.Create(None);
        var now = Vector512.Create(tick);
        var (oldest, next) = (none, none);
        var found = 0;
        for (nuint i = 0; i < (nuint)_banksPerRank; i += (nuint)Vector512<long>.Count)
        {
            var at = Vector512.LoadUnsafe(ref ready, i);
            var age = Vector512.LoadUnsafe(ref ages, i);
            var readyAge = Vector512.ConditionalSelect(Vector512.GreaterThan(at, now), none, age);
            found += BitOperations.PopCount(Vector512.LessThan(readyAge, none).ExtractMostSignificantBits());
            oldest = Vector512.Min(oldest, readyAge);
            next = Vector512.Min(next, Vector512.ConditionalSelect(Vector512.Equals(age, readyAge), none, at));
        }

        alone = found <= 1;
        until = Least(next);
        return Least(oldest);
    }

    private long First512(int rank, long[] readyOfAll)
    {
        ref var ages = ref MemoryMarshal.GetReference(_ages.AsSpan(rank * _banksPerRank, _banksPerRank));
        ref var ready = ref MemoryMarshal.GetReference(readyOfAll.AsSpan(rank * _banksPerRank, _banksPerRank));
        var none = Vector512.Create(None);
        var first = none;
        for (nuint i = 0; i < (nuint)_banksPerRank; i += (nuint)Vector512<long>.Count)
        {
            var nobody = Vector512.Equals(Vector512.LoadUnsafe(ref ages, i), none);
            first = Vector512.Min(first, Vector512.ConditionalSelect(nobody, none, Vector512.LoadUnsafe(ref ready, i)));
        }

        return Least(first);
    }

    private long OldestOfEach(int rank, long[] readyOfAll, long tick, out long until, out bool alone)
    {
        var ages = _ages.AsSpan(rank * _banksPerRank, _banksPerRank);
        var ready = readyOfAll.AsSpan(rank * _banksPerRank, _banksPerRank);
        var (oldest, found) = (None, 0);
        until = None;
        for (var i = 0; i < ages.Length; i++)
        {
            if (ages[i] != None && ready[i] <= tick)
            {
                oldest = Math.Min(oldest, ages[i]);
                found++;
            }
            else if (ages[i] != None)
            {
                until = Math.Min(until, ready[i]);
            }
        }

        alone = found <= 1;
        return oldest;
    }

    private long FirstOfEach(int rank, long[] readyOfAll)
    {
        var ages = _ages.AsSpan(rank * _banksPerRank, _banksPerRank);
        var ready = readyOfAll.AsSpan(rank * _banksPerRank, _banksPerRank);
        var first = None;
        for (var i = 0; i < ages.Length; i++)
        {
            first = ages[i] == None ? first : Math.Min(first, ready[i]);
        }

        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Least(Vector512<long> values)
    {
        var half = Vector256.Min(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Min(half.GetLower(), half.GetUpper());
        return Vector128.Min(quarter, Vector128.Shuffle(quarter, Vector128.Create(1L, 0L))).ToScalar();
    }

    /// <summary>What is known of a rank.</summary>
    private struct Known
    {
        /// <summary>A tick before which nothing is ready.</summary>
        public long Bound;

        /// <summary>The age found last, which is the least until another one may be ready; <see cref="None"/> where it is not known.</summary>
        public long Oldest;
        public long Until;

        /// <summary>A tick before which no other than that one is ready.</summary>
        public long Rest;

        /// <summary>Banks of which something is wanted, a bit each.</summary>
        public ulong Wanted;

        /// <summary>How many they are.</summary>
        public int Count;

        public static Known Nothing => new() { Bound = None, Oldest = None, Until = None, Rest = None };

        /// <summary>The oldest is no longer wanted, or something else is wanted of its bank.</summary>
        public void Gone()
        {
            Oldest = None;
            Bound = Math.Max(Bound, Rest);
        }
    }
}
