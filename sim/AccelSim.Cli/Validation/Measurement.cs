namespace AccelSim.Cli;

/// <summary>A published measurement and how to repeat it here.</summary>
internal sealed record Measurement
{
    public required string Experiment { get; init; }

    /// <summary>Model or assembly; empty where it cannot be expressed.</summary>
    public required string Program { get; init; }

    /// <summary>Chip by name or file.</summary>
    public required string Chip { get; init; }

    /// <summary>Overrides of the chip, separated by semicolons.</summary>
    public string Overrides { get; init; } = "";

    public int Batch { get; init; } = 1;

    /// <summary>Values of symbolic dimensions of the model, as in <c>sequence=384;past=0</c>.</summary>
    public string Dimensions { get; init; } = "";

    /// <summary>True where only some waves of blocks of long kernels are simulated.</summary>
    public bool Sample { get; init; }

    /// <summary>As on the command line; <c>-eager</c> behind it runs operator by operator.</summary>
    public string Precision { get; init; } = "";

    /// <summary><c>kernelMicroseconds</c>, <c>dramGigabytesPerSecond</c>, <c>deviceItemsPerSecond</c> or <c>deviceMicrosecondsPerItem</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Simulated values are multiplied by this.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>True where the measurement is of a first launch.</summary>
    public bool Cold { get; init; }

    public required double Measured { get; init; }

    public required string Unit { get; init; }

    /// <summary>Greatest relative error that passes; null where the row is only reported.</summary>
    public double? Gate { get; init; }

    /// <summary><c>gate</c>, <c>calibration</c> or <c>report</c>.</summary>
    public string Role { get; init; } = "report";

    public string Source { get; init; } = "";

    public string Remark { get; init; } = "";

    /// <summary>What is simulated: equal for measurements of the same, whatever was measured.</summary>
    public Measurement Run => this with { Experiment = "", Measured = 0, Unit = "", Gate = null, Role = "", Source = "", Remark = Program.Length > 0 ? "" : Remark };
}
