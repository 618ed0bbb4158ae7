
namespace AccelSim.Memory;

/// <summary>
/// The SRAM that the cores of a cluster share. Accesses reserve its banks in order of arrival; an access alone takes the cycles of its
/// fullest bank, several share the sum of the banks' widths.
/// </summary>
public sealed class SharedSram
{
    private readonly SramConfig _config;
    private readonly long _bytesPerCycle;
    private long _freeAt;

    /// <summary>An idle memory.</summary>
    public SharedSram(SramConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _bytesPerCycle = (long)config.Banks * config.PortsPerBank * config.BankBytes;
    }

    /// <summary>Bytes moved in and out.</summary>
    public long BytesMoved { get; private set; }

    /// <summary>Cycles lost to bank conflicts: beyond what the bytes alone need at full width.</summary>
    public long ConflictCycles { get; private set; }

    /// <summary>Serves an access that arrives at <paramref name="time"/> (fs).</summary>
    public SramOutcome Access(long time, in AffinePattern pattern)
    {
        var start = Math.Max(time, _freeAt);
        var ideal = (pattern.TotalBytes + _bytesPerCycle - 1) / _bytesPerCycle;
        var cycles = Math.Max(ideal, BankConflicts.Cycles(_config, pattern));
        BytesMoved += pattern.TotalBytes;
        ConflictCycles += cycles - ideal;
        var conflict = _config.Clock.Edge(cycles - ideal);
        _freeAt = start + _config.Clock.Edge(cycles);
        return new SramOutcome(_freeAt + _config.Clock.Edge(_config.LatencyCycles), start - time, conflict);
    }
}
