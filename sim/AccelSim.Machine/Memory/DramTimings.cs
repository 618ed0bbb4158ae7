using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>JEDEC timing parameters of one channel, in clocks of <see cref="Clock"/> (nCK), under their JEDEC names.</summary>
public sealed record DramTimings
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

    /// <summary>Precharge of all banks to activate; as <see cref="TRp"/> where not given.</summary>
    [Key("tRPab")]
    public Cycles? TRpAll { get; init; }

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

    /// <summary>Write to write, different bank groups; as <see cref="TCcdS"/> where not given.</summary>
    [Key("tCCD_S_WR")]
    public Cycles? TCcdSWrite { get; init; }

    /// <summary>Write to write, same bank group; as <see cref="TCcdL"/> where not given.</summary>
    [Key("tCCD_L_WR")]
    public Cycles? TCcdLWrite { get; init; }

    /// <summary>Read to read of another stack identity; as within one where not given.</summary>
    [Key("tCCD_R")]
    public Cycles? TCcdR { get; init; }

    /// <summary>Idle clocks of the data bus between ranks; none where not given.</summary>
    [Key("tCS")]
    public Cycles? TCs { get; init; }

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

    /// <summary>Read to write command; where not given, as far apart as keeps two idle clocks between their data.</summary>
    [Key("tRTW")]
    public Cycles? TRtw { get; init; }

    /// <summary>Precharge to precharge; any slot where not given.</summary>
    [Key("tPPD")]
    public Cycles? TPpd { get; init; }

    /// <summary>Duration of one refresh of all banks.</summary>
    [Key("tRFC")]
    public required Cycles TRfc { get; init; }

    /// <summary>Time between refreshes.</summary>
    [Key("tREFI")]
    public required Cycles TRefi { get; init; }

    /// <summary>Duration of a refresh of one bank.</summary>
    [Key("tRFCpb")]
    public Cycles? TRfcBank { get; init; }

    /// <summary>Time between refreshes of single banks of a rank.</summary>
    [Key("tREFIpb")]
    public Cycles? TRefiBank { get; init; }

    /// <summary>Refresh of one bank to the activate or refresh of another.</summary>
    [Key("tRREFD")]
    public Cycles? TRrefd { get; init; }

    /// <summary>Activate to column write.</summary>
    public Cycles ActivateToWrite => TRcdWrite ?? TRcd;

    /// <summary>Reports every rule between these values that is broken.</summary>
    internal void Check(Action<string, string> report)
    {
        Need(TCcdS.Count > 0, "tCCD_S", "must be at least one clock");
        Need(TCcdL >= TCcdS, "tCCD_L", "must be at least tCCD_S");
        Need((TCcdLWrite ?? TCcdSWrite) is null || (TCcdLWrite ?? TCcdL) >= (TCcdSWrite ?? TCcdS), "tCCD_L_WR", "must be at least tCCD_S_WR");
        Need(TRrdL >= TRrdS, "tRRD_L", "must be at least tRRD_S");
        Need(TWtrL >= TWtrS, "tWTR_L", "must be at least tWTR_S");
        Need(TRas >= TRcd, "tRAS", "must be at least tRCD");
        Need(TRc.Count >= TRas.Count + TRp.Count, "tRC", $"must be at least tRAS + tRP ({TRas.Count} + {TRp.Count} nCK)");
        Need((TRpAll ?? TRp) >= TRp, "tRPab", "must be at least tRP");
        Need(TFaw >= TRrdS, "tFAW", "must be at least tRRD_S");
        Need(TRefi > TRfc, "tREFI", "must be longer than tRFC, or the memory does nothing but refresh");
        Need(TRfcBank is null || TRfcBank <= TRfc, "tRFCpb", "must be at most tRFC");
        Need(TRefiBank is null || TRfcBank is not null, "tREFIpb", "needs tRFCpb");
        Need(TRefiBank is not { Count: 0 }, "tREFIpb", "must be at least one clock");

        void Need(bool holds, string key, string message)
        {
            if (!holds)
            {
                report(key, message);
            }
        }
    }
}
