namespace AccelSim.Engine;

/// <summary>
/// A clock domain. Edge n of a clock of f Hz lies at floor(n * 10^15 / f) femtoseconds, computed from n and f each time: nothing
/// accumulates, so domains such as 1.755 GHz and 877 MHz stay exactly in step over any length of run.
/// </summary>
public readonly record struct Clock
{
    /// <summary>Femtoseconds in one second: the unit of every time in the simulator.</summary>
    public const long FemtosecondsPerSecond = 1_000_000_000_000_000;

    /// <summary>A clock of the given frequency.</summary>
    /// <param name="hertz">Frequency in Hz, 1 to 10^15.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is outside that range.</exception>
    public Clock(long hertz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hertz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hertz, FemtosecondsPerSecond);
        Hertz = hertz;
        WholePeriod = FemtosecondsPerSecond % hertz == 0 ? FemtosecondsPerSecond / hertz : 0;
    }

    /// <summary>Frequency in Hz.</summary>
    public long Hertz { get; }

    /// <summary>The period in fs when it is a whole number, else 0 (the general formula is then used).</summary>
    private long WholePeriod { get; }

    /// <summary>Time in fs of edge <paramref name="cycle"/>; edge 0 is at time 0.</summary>
    /// <exception cref="OverflowException">The edge lies beyond 2^63 fs (about 2.5 hours).</exception>
    public long Edge(long cycle)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cycle);
        return WholePeriod != 0
            ? checked(cycle * WholePeriod)
            : checked((long)((UInt128)(ulong)cycle * FemtosecondsPerSecond / (ulong)Hertz));
    }

    /// <summary>Number of the first edge at or after <paramref name="time"/> (fs).</summary>
    public long CycleAtOrAfter(long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (WholePeriod != 0)
        {
            return (time / WholePeriod) + (time % WholePeriod == 0 ? 0 : 1);
        }

        // floor(n*S/f) >= t  <=>  n*S >= t*f  <=>  n >= ceil(t*f/S), because t is a whole number.
        var scaled = (UInt128)(ulong)time * (ulong)Hertz;
        return checked((long)((scaled + FemtosecondsPerSecond - 1) / FemtosecondsPerSecond));
    }

    /// <summary>Time in fs of the first edge at or after <paramref name="time"/>.</summary>
    public long EdgeAtOrAfter(long time) => Edge(CycleAtOrAfter(time));

    /// <summary>Number of the last edge at or before <paramref name="time"/> (fs).</summary>
    public long CycleAtOrBefore(long time)
    {
        var cycle = CycleAtOrAfter(time);
        return Edge(cycle) == time ? cycle : cycle - 1;
    }

    /// <summary>Time in fs, <paramref name="cycles"/> edges after the first edge at or after <paramref name="time"/>.</summary>
    public long After(long time, long cycles) => Edge(checked(CycleAtOrAfter(time) + cycles));

    /// <summary>Whole cycles in a duration of <paramref name="femtoseconds"/>, rounded up.</summary>
    public long CyclesCeiling(long femtoseconds) => CycleAtOrAfter(femtoseconds);
}
