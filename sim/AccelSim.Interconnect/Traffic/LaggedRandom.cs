using System.Numerics;

namespace AccelSim.Interconnect;

/// <summary>
/// Knuth's lagged subtractive generators (The Art of Computer Programming, volume 2, section 3.6, <c>ran_array</c> and
/// <c>ranf_array</c>, seeds of 2002): whole numbers and fractions, two streams from one seed. BookSim 2 draws from the same two, so that
/// its runs can be repeated packet for packet.
/// </summary>
public sealed class LaggedRandom : IRandomBits
{
    private const int Long = 100;
    private const int Short = 37;
    private const int Modulus = 1 << 30;
    private const int Batch = 1009;
    private const int StreamSeparation = 70;
    private const int WarmUps = 10;

    private readonly int[] _whole = new int[Long];
    private readonly double[] _fraction = new double[Long];
    private readonly int[] _wholeBatch = new int[Batch + Long];
    private readonly double[] _fractionBatch = new double[Batch + Long];
    private int _wholeAt = Long;
    private int _fractionAt = Long;

    /// <summary>Two streams from one seed.</summary>
    public LaggedRandom(int seed)
    {
        SeedWhole(seed);
        SeedFractions(seed);
    }

    /// <summary>A whole number of 30 bits.</summary>
    public int NextWhole()
    {
        if (_wholeAt == Long)
        {
            Fill(_wholeBatch);
            _wholeAt = 0;
        }

        return _wholeBatch[_wholeAt++];
    }

    /// <summary>A fraction of 52 bits, at least 0 and below 1.</summary>
    public double NextFraction()
    {
        if (_fractionAt == Long)
        {
            Fill(_fractionBatch);
            _fractionAt = 0;
        }

        return _fractionBatch[_fractionAt++];
    }

    /// <summary>A whole number from 0 to <paramref name="largest"/>.</summary>
    public int UpTo(int largest) => NextWhole() % (largest + 1);

    /// <inheritdoc/>
    public bool Toss() => UpTo(1) != 0;

    private static int Minus(int x, int y) => (x - y) & (Modulus - 1);

    private static double Plus(double x, double y) => x + y is var sum && sum >= 1 ? sum - 1 : sum;

    // A batch, and behind it the numbers from which the next one starts.
    private void Fill(Span<int> numbers)
    {
        var width = Vector<int>.Count;
        _whole.CopyTo(numbers);
        var j = Long;
        for (; j + width <= numbers.Length; j += width)
        {
            var difference = Vector.Subtract(new Vector<int>(numbers[(j - Long)..]), new Vector<int>(numbers[(j - Short)..]));
            (difference & new Vector<int>(Modulus - 1)).CopyTo(numbers[j..]);
        }

        for (; j < numbers.Length; j++)
        {
            numbers[j] = Minus(numbers[j - Long], numbers[j - Short]);
        }

        numbers[^Long..].CopyTo(_whole);
    }

    private void Fill(Span<double> numbers)
    {
        var width = Vector<double>.Count;
        _fraction.CopyTo(numbers);
        var j = Long;
        for (; j + width <= numbers.Length; j += width)
        {
            var sum = new Vector<double>(numbers[(j - Long)..]) + new Vector<double>(numbers[(j - Short)..]);
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(sum, Vector<double>.One), sum - Vector<double>.One, sum).CopyTo(numbers[j..]);
        }

        for (; j < numbers.Length; j++)
        {
            numbers[j] = Plus(numbers[j - Long], numbers[j - Short]);
        }

        numbers[^Long..].CopyTo(_fraction);
    }

    private void SeedWhole(int seed)
    {
        Span<int> x = stackalloc int[Long + Long - 1];
        var shifted = (long)((seed + 2) & (Modulus - 2));
        for (var j = 0; j < Long; j++)
        {
            x[j] = (int)shifted;
            shifted <<= 1;
            shifted -= shifted >= Modulus ? Modulus - 2 : 0;
        }

        x[1]++;
        var bits = seed & (Modulus - 1);
        for (var t = StreamSeparation - 1; t > 0;)
        {
            Spread(x);
            for (var j = Long + Long - 2; j >= Long; j--)
            {
                x[j - (Long - Short)] = Minus(x[j - (Long - Short)], x[j]);
                x[j - Long] = Minus(x[j - Long], x[j]);
            }

            if ((bits & 1) != 0)
            {
                Rotate(x);
                x[Short] = Minus(x[Short], x[Long]);
            }

            (bits, t) = bits != 0 ? (bits >> 1, t) : (bits, t - 1);
        }

        x[..Short].CopyTo(_whole.AsSpan(Long - Short));
        x[Short..Long].CopyTo(_whole);
        Span<int> discarded = stackalloc int[x.Length + Long];
        for (var i = 0; i < WarmUps; i++)
        {
            Fill(discarded);
        }
    }

    private void SeedFractions(int seed)
    {
        const double Ulp = 1.0 / (1L << 52);
        Span<double> u = stackalloc double[Long + Long - 1];
        var shifted = 2.0 * Ulp * ((seed & (Modulus - 1)) + 2);
        for (var j = 0; j < Long; j++)
        {
            u[j] = shifted;
            shifted += shifted;
            shifted -= shifted >= 1.0 ? 1.0 - (2 * Ulp) : 0;
        }

        u[1] += Ulp;
        var bits = seed & (Modulus - 1);
        for (var t = StreamSeparation - 1; t > 0;)
        {
            Spread(u);
            for (var j = Long + Long - 2; j >= Long; j--)
            {
                u[j - (Long - Short)] = Plus(u[j - (Long - Short)], u[j]);
                u[j - Long] = Plus(u[j - Long], u[j]);
            }

            if ((bits & 1) != 0)
            {
                Rotate(u);
                u[Short] = Plus(u[Short], u[Long]);
            }

            (bits, t) = bits != 0 ? (bits >> 1, t) : (bits, t - 1);
        }

        u[..Short].CopyTo(_fraction.AsSpan(Long - Short));
        u[Short..Long].CopyTo(_fraction);
        Span<double> discarded = stackalloc double[u.Length + Long];
        for (var i = 0; i < WarmUps; i++)
        {
            Fill(discarded);
        }
    }

    // "Square" the polynomial: coefficients move to even places.
    private static void Spread<T>(Span<T> x)
    {
        for (var j = Long - 1; j > 0; j--)
        {
            x[j + j] = x[j];
            x[j + j - 1] = default!;
        }
    }

    // Multiply by z: shift cyclically over Long + 1 places.
    private static void Rotate<T>(Span<T> x)
    {
        for (var j = Long; j > 0; j--)
        {
            x[j] = x[j - 1];
        }

        x[0] = x[Long];
    }
}
