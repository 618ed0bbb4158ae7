using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>The crossbar between SMs and slices of the L2, one network each way. Widths are per cycle of its clock, latencies in cycles of the SM.</summary>
public sealed record CrossbarSpec
{
    /// <summary>Absent where it runs at the clock of the SMs.</summary>
    public Frequency? Clock { get; init; }

    /// <summary>Port of each SM.</summary>
    public required CrossbarPort Sm { get; init; }

    /// <summary>Port that the SMs of a TPC share; absent where it limits nothing.</summary>
    public CrossbarPort? Tpc { get; init; }

    /// <summary>Port that the SMs of a cluster (GPC) share; absent where it limits nothing.</summary>
    public CrossbarPort? Cluster { get; init; }

    /// <summary>Address and command that go with every packet; a read request is nothing else.</summary>
    [Bounds(0, 256)]
    public required ByteSize Header { get; init; }

    /// <summary>Bytes of packets with data (stores, atomics) of an SM that no slice has taken yet; at as many the SM begins no other.</summary>
    [Bounds(1, 1 << 30)]
    public required ByteSize Buffer { get; init; }

    /// <summary>
    /// Bytes of answers that wait at the port of an SM. An answer that finds them full holds up those behind it in its slice, whatever SM they are for (head-of-line
    /// blocking): with none, random traffic reaches 59 % of as many ports as slices (Karol, Hluchyj and Morgan, 1987).
    /// </summary>
    [Bounds(0, 1 << 20)]
    public required ByteSize ReplyBuffer { get; init; }

    /// <summary>One way, unloaded.</summary>
    public required Cycles Latency { get; init; }
}
