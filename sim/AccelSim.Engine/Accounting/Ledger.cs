namespace AccelSim.Engine;

/// <summary>
/// The time account of one unit: each femtosecond from <see cref="Start"/> to <see cref="End"/> belongs to exactly one cause, because
/// time can only be entered by moving the end forward.
/// </summary>
public sealed class Ledger
{
    private readonly long[] _byCause = new long[CauseNames.Count];

    /// <summary>Opens the account of <paramref name="unit"/> at <paramref name="start"/> fs.</summary>
    public Ledger(string unit, long start = 0)
    {
        Unit = unit;
        Start = start;
        End = start;
    }

    /// <summary>Name of the unit, for reports.</summary>
    public string Unit { get; }

    /// <summary>When the account begins, in fs.</summary>
    public long Start { get; private set; }

    /// <summary>Up to where time has been attributed, in fs.</summary>
    public long End { get; private set; }

    /// <summary>Time attributed to <paramref name="cause"/>, in fs.</summary>
    public long this[Cause cause] => _byCause[(int)cause];

    /// <summary>Time per cause, in fs, indexed by the numeric value of the cause.</summary>
    public ReadOnlySpan<long> ByCause => _byCause;

    /// <summary>Attributes the interval from <see cref="End"/> to <paramref name="to"/> (fs) to <paramref name="cause"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> lies before <see cref="End"/>: that time is spent already.</exception>
    public void Advance(long to, Cause cause)
    {
        if (to < End)
        {
            ThrowSpent(to, cause);
        }

        _byCause[(int)cause] += to - End;
        End = to;
    }

    /// <summary>As <see cref="Advance"/>, but does nothing when <paramref name="to"/> lies before <see cref="End"/>.</summary>
    public void AdvanceIfLater(long to, Cause cause)
    {
        if (to > End)
        {
            _byCause[(int)cause] += to - End;
            End = to;
        }
    }

    /// <summary>Forgets everything and starts again at <paramref name="start"/> fs.</summary>
    public void Reset(long start)
    {
        Array.Clear(_byCause);
        Start = start;
        End = start;
    }

    private void ThrowSpent(long to, Cause cause) =>
        throw new ArgumentOutOfRangeException(nameof(to), to, $"{Unit}: {cause} up to {to} fs, but time is attributed up to {End} fs already");
}
