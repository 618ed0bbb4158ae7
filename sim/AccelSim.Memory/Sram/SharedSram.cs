using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// The SRAM that the cores of a cluster share. Accesses reserve its banks in order of arrival; an access alone takes the cycles of its
/// fullest bank, several share the sum of the banks' widths.
/// </summary>
public sealed class SharedSram
{
    private readonly SramConfig _config;
    private readonly long _bytesPerCycle;
    private readonly long[] _bankCycles;
    private readonly Ledger[] _banks;
    private long _freeAt;

    /// <summary>An idle memory.</summary>
    /// <param name="config">Its organisation.</param>
    /// <param name="name">For reports.</param>
    /// <exception cref="ArgumentException">It cannot be built, or has ports for one direction only, which this memory does not tell apart.</exception>
    public SharedSram(SramConfig config, string name = "SRAM")
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config.Checked();
        if (config.ReadPorts + config.WritePorts > 0)
        {
            throw new ArgumentException("SRAM: readPorts and writePorts need arbitration", nameof(config));
        }

        _bytesPerCycle = (long)config.Banks * config.PortsPerBank * config.BankBytes;
        _bankCycles = new long[config.Banks];
        _banks = [.. Enumerable.Range(0, config.Banks).Select(bank => new Ledger($"{name} bank {bank}"))];
    }

    /// <summary>
    /// The time of each bank: serving (<see cref="Cause.SramBandwidth"/>), standing still while the fullest bank of the same access is still
    /// at work (<see cref="Cause.SramConflict"/>), idle.
    /// </summary>
    public IReadOnlyList<Ledger> Banks => _banks;

    /// <summary>Bytes moved in and out.</summary>
    public long BytesMoved { get; private set; }

    /// <summary>Cycles lost to bank conflicts: beyond what the bytes alone need at full width.</summary>
    public long ConflictCycles { get; private set; }

    /// <summary>Serves an access that arrives at <paramref name="time"/> (fs).</summary>
    public SramOutcome Access(long time, in AffinePattern pattern)
    {
        var start = Math.Max(time, _freeAt);
        var ideal = (pattern.TotalBytes + _bytesPerCycle - 1) / _bytesPerCycle;
        var cycles = Math.Max(ideal, BankConflicts.Cycles(_config, pattern, _bankCycles));
        BytesMoved += pattern.TotalBytes;
        ConflictCycles += cycles - ideal;
        var conflict = _config.Clock.Edge(cycles - ideal);
        _freeAt = start + _config.Clock.Edge(cycles);
        Account(start, ideal);
        return new SramOutcome(_freeAt + _config.Clock.Edge(_config.LatencyCycles), start - time, conflict);
    }

    /// <summary>Books an access that began at <paramref name="start"/> and would take <paramref name="ideal"/> cycles without conflicts.</summary>
    private void Account(long start, long ideal)
    {
        var withoutConflict = start + _config.Clock.Edge(ideal);
        var last = -1L;
        var served = start;
        for (var bank = 0; bank < _banks.Length; bank++)
        {
            if (_bankCycles[bank] != last)
            {
                last = _bankCycles[bank];
                served = start + _config.Clock.Edge(last);
            }

            // A bank that is not asked in every cycle of a perfectly spread access has nothing to do; only the excess is a conflict.
            var ledger = _banks[bank];
            ledger.AdvanceIfLater(start, Cause.Idle);
            ledger.AdvanceIfLater(served, Cause.SramBandwidth);
            ledger.AdvanceIfLater(withoutConflict, Cause.Idle);
            ledger.AdvanceIfLater(_freeAt, Cause.SramConflict);
        }
    }
}
