using System.Numerics;

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
        var common = (long)BigInteger.GreatestCommonDivisor(FemtosecondsPerSecond, hertz);
        (Femtoseconds, Cycles) = (FemtosecondsPerSecond / common, hertz / common);
        LastCycle = long.MaxValue / Femtoseconds;
        LastTime = (long.MaxValue - Femtoseconds) / Cycles;
    }

    /// <summary>Frequency in Hz.</summary>
    public long Hertz { get; }

    /// <summary>The least time in fs that is a whole number of cycles.</summary>
    private long Femtoseconds { get; }

    /// <summary>How many cycles that is: 1 where the period is a whole number of fs.</summary>
    private long Cycles { get; }

    /// <summary>Last cycle whose product with the time above fits 63 bits.</summary>
    private long LastCycle { get; }

    /// <summary>Last time whose product with the cycles above does, rounding included.</summary>
    private long LastTime { get; }

    /// <summary>Time in fs of edge <paramref name="cycle"/>; edge 0 is at time 0.</summary>
    /// <exception cref="OverflowException">The edge lies beyond 2^63 fs (about 2.5 hours).</exception>
    public long Edge(long cycle)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cycle);
        if (cycle > LastCycle)
        {
            return checked((long)((UInt128)(ulong)cycle * (ulong)Femtoseconds / (ulong)Cycles));
        }

        return Cycles == 1 ? cycle * Femtoseconds : cycle * Femtoseconds / Cycles;
    }

    /// <summary>Number of the first edge at or after <paramref name="time"/> (fs).</summary>
    public long CycleAtOrAfter(long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);

        // floor(n*F/C) >= t  <=>  n*F >= t*C  <=>  n >= ceil(t*C/F), because t is a whole number.
        return time <= LastTime
            ? ((time * Cycles) + Femtoseconds - 1) / Femtoseconds
            : checked((long)((((UInt128)(ulong)time * (ulong)Cycles) + (ulong)Femtoseconds - 1) / (ulong)Femtoseconds));
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
