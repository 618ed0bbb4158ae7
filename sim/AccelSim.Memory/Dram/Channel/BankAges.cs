using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    private readonly int _banksPerRank;

    public BankAges(int ranks, int banksPerRank)
    {
        _ages = new long[ranks * banksPerRank];
        Array.Fill(_ages, None);
        _bound = new long[ranks];
        _banksPerRank = banksPerRank;
    }

    /// <summary>Banks of which something is wanted.</summary>
    public int Count { get; private set; }

    public long this[int bank] => _ages[bank];

    public void Set(int bank, long sequence)
    {
        Count += _ages[bank] == None ? 1 : 0;
        _ages[bank] = (sequence << BankBits) | (uint)bank;
        _bound[bank / _banksPerRank] = 0;
    }

    /// <summary>Forgets what is known about when a rank has something ready.</summary>
    public void Forget() => Array.Clear(_bound);

    /// <summary>A tick before which nothing is ready.</summary>
    public long Bound()
    {
        var least = None;
        foreach (var bound in _bound)
        {
            least = Math.Min(least, bound);
        }

        return Count == 0 ? None : least;
    }

    public void Clear(int bank)
    {
        Count -= _ages[bank] == None ? 0 : 1;
        _ages[bank] = None;
    }

    /// <summary>The bank of an age.</summary>
    public static int Bank(long age) => (int)(age & ((1 << BankBits) - 1));

    /// <summary>The banks of the least age and of the next one, ready or not; -1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int First, int Second) TwoOldest()
    {
        var (first, second) = (None, None);
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(_ages);
        if (vectors.Length > 0)
        {
            var least = vectors[0];
            var next = new Vector<long>(None);
            for (var i = 1; i < vectors.Length; i++)
            {
                next = Vector.Min(next, Vector.Max(least, vectors[i]));
                least = Vector.Min(least, vectors[i]);
            }

            for (var i = 0; i < Vector<long>.Count; i++)
            {
                Enter(least[i], ref first, ref second);
                Enter(next[i], ref first, ref second);
            }
        }

        for (var i = vectors.Length * Vector<long>.Count; i < _ages.Length; i++)
        {
            Enter(_ages[i], ref first, ref second);
        }

        return (first == None ? -1 : Bank(first), second == None ? -1 : Bank(second));

        static void Enter(long age, ref long first, ref long second)
        {
            second = Math.Min(second, Math.Max(first, age));
            first = Math.Min(first, age);
        }
    }

    /// <summary>
    /// The least age among the banks of a rank that are ready by <paramref name="tick"/>; <see cref="None"/> lowers <paramref name="bound"/>
    /// to the tick at which the first of them will be.
    /// </summary>
    /// <param name="rank">Rank.</param>
    /// <param name="ready">When each bank of the rank is ready.</param>
    /// <param name="rankReady">When the rank is.</param>
    /// <param name="tick">Now.</param>
    /// <param name="bound">Lowered where nothing is ready.</param>
    // Vectors are slow before the second compilation, which comes late in a run of seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Oldest(int rank, ReadOnlySpan<long> ready, long rankReady, long tick, ref long bound)
    {
        // What is ready never becomes less so: a bound holds until another bank wants something.
        if (_bound[rank] > tick)
        {
            bound = Math.Min(bound, _bound[rank]);
            return None;
        }

        var ages = _ages.AsSpan(rank * _banksPerRank, _banksPerRank);
        var limit = rankReady > tick ? long.MinValue : tick;
        var oldest = None;
        var next = long.MaxValue;
        var ageVectors = MemoryMarshal.Cast<long, Vector<long>>(ages);
        var readyVectors = MemoryMarshal.Cast<long, Vector<long>>(ready);
        var none = new Vector<long>(None);
        var now = new Vector<long>(limit);
        var (bestAge, bestReady) = (none, none);
        for (var i = 0; i < ageVectors.Length; i++)
        {
            var age = ageVectors[i];
            var at = readyVectors[i];
            bestAge = Vector.Min(bestAge, Vector.ConditionalSelect(Vector.LessThanOrEqual(at, now), age, none));
            bestReady = Vector.Min(bestReady, Vector.ConditionalSelect(Vector.Equals(age, none), none, at));
        }

        for (var i = 0; i < Vector<long>.Count; i++)
        {
            oldest = Math.Min(oldest, bestAge[i]);
            next = Math.Min(next, bestReady[i]);
        }

        for (var i = ageVectors.Length * Vector<long>.Count; i < ages.Length; i++)
        {
            oldest = ready[i] <= limit ? Math.Min(oldest, ages[i]) : oldest;
            next = ages[i] < None ? Math.Min(next, ready[i]) : next;
        }

        if (oldest == None)
        {
            _bound[rank] = Math.Max(next, rankReady);
            bound = Math.Min(bound, _bound[rank]);
        }

        return oldest;
    }
}
