namespace AccelSim.Results;

/// <summary>Derived figures: pure functions of a result, with the unit in the name.</summary>
public static class RunMetrics
{
    private const double FemtosecondsPerSecond = 1e15;

    /// <summary>Femtoseconds as seconds.</summary>
    public static double Seconds(long femtoseconds) => femtoseconds / FemtosecondsPerSecond;

    /// <summary>Whole cycles of a clock in a time, rounded up.</summary>
    public static long Cycles(long femtoseconds, long hertz) =>
        (long)(((Int128)femtoseconds * hertz + (1_000_000_000_000_000 - 1)) / 1_000_000_000_000_000);

    /// <summary>One inference, end to end, in cycles of the core clock.</summary>
    public static long Cycles(this RunResult run) => Cycles(run.Femtoseconds, run.ClockHz);

    /// <summary>Kernels alone, in cycles of the core clock.</summary>
    public static long DeviceCycles(this RunResult run) => Cycles(run.DeviceFemtoseconds, run.ClockHz);

    /// <summary>Items per second in steady state.</summary>
    public static double ItemsPerSecond(this RunResult run) => Rate(run.Batch, run.Femtoseconds);

    /// <summary>Items per second if the host cost nothing: comparable with "hardware fps" of vendor tools.</summary>
    public static double DeviceItemsPerSecond(this RunResult run) => Rate(run.Batch, run.DeviceFemtoseconds);

    /// <summary>Arithmetic operations per second, end to end; a multiply-add is two.</summary>
    public static double AchievedOpsPerSecond(this RunResult run) => Rate(2.0 * run.Macs, run.Femtoseconds);

    /// <summary>Arithmetic operations per second while kernels ran.</summary>
    public static double DeviceOpsPerSecond(this RunResult run) => Rate(2.0 * run.Macs, run.DeviceFemtoseconds);

    /// <summary>Bytes per second of device memory while kernels ran.</summary>
    public static double DramBytesPerSecond(this RunResult run) =>
        Rate(run.Counters.DramReadBytes + run.Counters.DramWriteBytes, run.DeviceFemtoseconds);

    /// <summary>Part of a peak; 0 where the peak is unknown.</summary>
    public static double FractionOf(double achieved, double peak) => peak > 0 ? achieved / peak : 0;

    /// <summary>Multiply-adds per second of a layer, as operations.</summary>
    public static double OpsPerSecond(this LayerResult layer) => Rate(2.0 * layer.Macs, layer.Femtoseconds);

    /// <summary>Bytes per second of device memory of a layer.</summary>
    public static double DramBytesPerSecond(this LayerResult layer) => Rate(layer.Bytes, layer.Femtoseconds);

    /// <summary>Femtojoules as joules.</summary>
    public static double Joules(Int128 femtojoules) => (double)femtojoules / FemtosecondsPerSecond;

    /// <summary>Energy of one inference; null where it is not modelled.</summary>
    public static double? EnergyJoules(this RunResult run) => run.Energy is { } energy ? Joules(energy.Femtojoules) : null;

    /// <summary>Energy of one item of the batch; null where it is not modelled.</summary>
    public static double? JoulesPerItem(this RunResult run) => run.EnergyJoules() / run.Batch;

    /// <summary>Mean power over one inference, static power included; null where energy is not modelled. A femtojoule per femtosecond is a watt.</summary>
    public static double? AverageWatts(this RunResult run) =>
        run.Energy is { } energy ? run.Femtoseconds == 0 ? 0 : (double)energy.Femtojoules / run.Femtoseconds : null;

    /// <summary>Estimated silicon in square millimetres; null where there is no estimate.</summary>
    public static double? AreaSquareMillimetres(this RunResult run) =>
        run.Area.IsEmpty ? null : run.Area.Sum(part => part.SquareMicrometres) / 1e6;

    /// <summary>Busy cycles of all cores as a part of what they had.</summary>
    public static double Utilisation(long busyCycles, long elapsedCycles, int units) =>
        elapsedCycles == 0 || units == 0 ? 0 : (double)busyCycles / ((double)elapsedCycles * units);

    private static double Rate(double amount, long femtoseconds) => femtoseconds == 0 ? 0 : amount * FemtosecondsPerSecond / femtoseconds;
}
