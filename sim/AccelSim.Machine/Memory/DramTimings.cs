using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>JEDEC timing parameters of one channel, in clocks of <see cref="Clock"/> (nCK), under their JEDEC names.</summary>
public sealed record DramTimings : ICheckedRecord
{
    /// <summary>Command clock; one tCK is its period.</summary>
    public required Frequency Clock { get; init; }

    /// <summary>Read latency: column read to first data.</summary>
    [Key("tCL")]
    public required Cycles TCl { get; init; }

    /// <summary>Write latency: column write to first data.</summary>
    [Key("tCWL")]
    public required Cycles TCwl { get; init; }

    /// <summary>Activate to column read.</summary>
    [Key("tRCD")]
    public required Cycles TRcd { get; init; }

    /// <summary>Activate to column write; as <see cref="TRcd"/> where not given.</summary>
    [Key("tRCDW")]
    public Cycles? TRcdWrite { get; init; }

    /// <summary>Precharge to activate.</summary>
    [Key("tRP")]
    public required Cycles TRp { get; init; }

    /// <summary>Activate to precharge.</summary>
    [Key("tRAS")]
    public required Cycles TRas { get; init; }

    /// <summary>Activate to activate of the same bank.</summary>
    [Key("tRC")]
    public required Cycles TRc { get; init; }

    /// <summary>Column to column, different bank groups.</summary>
    [Key("tCCD_S")]
    public required Cycles TCcdS { get; init; }

    /// <summary>Column to column, same bank group.</summary>
    [Key("tCCD_L")]
    public required Cycles TCcdL { get; init; }

    /// <summary>Activate to activate, different bank groups.</summary>
    [Key("tRRD_S")]
    public required Cycles TRrdS { get; init; }

    /// <summary>Activate to activate, same bank group.</summary>
    [Key("tRRD_L")]
    public required Cycles TRrdL { get; init; }

    /// <summary>Window that holds at most four activates.</summary>
    [Key("tFAW")]
    public required Cycles TFaw { get; init; }

    /// <summary>End of write data to precharge.</summary>
    [Key("tWR")]
    public required Cycles TWr { get; init; }

    /// <summary>End of write data to read, different bank groups.</summary>
    [Key("tWTR_S")]
    public required Cycles TWtrS { get; init; }

    /// <summary>End of write data to read, same bank group.</summary>
    [Key("tWTR_L")]
    public required Cycles TWtrL { get; init; }

    /// <summary>Read to precharge.</summary>
    [Key("tRTP")]
    public required Cycles TRtp { get; init; }

    /// <summary>Duration of one refresh.</summary>
    [Key("tRFC")]
    public required Cycles TRfc { get; init; }

    /// <summary>Time between refreshes.</summary>
    [Key("tREFI")]
    public required Cycles TRefi { get; init; }

    /// <summary>Activate to column write.</summary>
    public Cycles ActivateToWrite => TRcdWrite ?? TRcd;

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        Need(TCcdS.Count > 0, "tCCD_S", "must be at least one clock");
        Need(TCcdL >= TCcdS, "tCCD_L", "must be at least tCCD_S");
        Need(TRrdL >= TRrdS, "tRRD_L", "must be at least tRRD_S");
        Need(TWtrL >= TWtrS, "tWTR_L", "must be at least tWTR_S");
        Need(TRc.Count >= TRas.Count, "tRC", "must be at least tRAS");
        Need(TRefi > TRfc, "tREFI", "must be longer than tRFC, or the memory does nothing but refresh");

        void Need(bool holds, string key, string message)
        {
            if (!holds)
            {
                report(key, message);
            }
        }
    }
}
