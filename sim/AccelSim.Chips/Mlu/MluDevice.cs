using AccelSim.Engine;
using AccelSim.Machine.Mlu;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// A chip of the mlu family in simulated time: submit kernels, run, read when they ended and where the time went. Two devices share nothing.
/// </summary>
public sealed class MluDevice
{
    private readonly MluContext _context;
    private readonly MluCluster[] _clusters;
    private readonly MluScheduler _scheduler;
    private readonly BusTime[] _busesBefore;
    private long _accountsFrom;

    /// <summary>An idle device at time 0.</summary>
    public MluDevice(MluChip chip, MluDeviceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chip);
        _context = new MluContext(chip, options ?? new MluDeviceOptions(), Simulation);
        _clusters = [.. Enumerable.Range(0, chip.Clusters).Select(BuildCluster)];
        _scheduler = new MluScheduler(_context, _clusters);
        _busesBefore = new BusTime[Dram.Config.Channels];
    }

    /// <summary>The chip it was built from.</summary>
    public MluChip Chip => _context.Chip;

    /// <summary>Its time and events; other components, such as a host, may join.</summary>
    public Simulation Simulation { get; } = new();

    /// <summary>Core clock.</summary>
    public Clock Clock => _context.Clock;

    /// <summary>Device memory.</summary>
    public DramSystem Dram => _context.Memory.Dram;

    /// <summary>True where a last-level cache keeps data.</summary>
    public bool CachesData => _context.Memory.CachesData;

    /// <summary>What address translation did; null where the chip file has none.</summary>
    public TranslationCounters? Translation => _context.Memory.Translation?.Counters;

    /// <summary>Pages shared with the host; null where the chip file has none.</summary>
    public UnifiedMemory? Unified => _context.Memory.Unified;

    /// <summary>Kernels in order of submission.</summary>
    public IReadOnlyList<MluKernelRun> Runs => _scheduler.Runs;

    /// <summary>Counters of the compute cores together.</summary>
    public MluCoreCounters CoreCounters => Sum(memoryCores: false);

    /// <summary>Counters of the memory cores together.</summary>
    public MluCoreCounters MemoryCoreCounters => Sum(memoryCores: true);

    /// <summary>
    /// Bytes read from and written to device memory: what the cores asked for, or, behind a last-level cache that keeps data, what the channels moved.
    /// </summary>
    public (long Read, long Written) DramBytes
    {
        get
        {
            var (cores, memoryCores) = (CoreCounters, MemoryCoreCounters);
            return !CachesData
                ? (cores.DramReadBytes + memoryCores.DramReadBytes, cores.DramWriteBytes + memoryCores.DramWriteBytes)
                : (Dram.BytesRead + Dram.BytesReadToModify, Dram.BytesWritten);
        }
    }

    /// <summary>What the units of all cores did that costs energy.</summary>
    public MluActivity Activity
    {
        get
        {
            var sum = default(MluActivity);
            foreach (var core in _clusters.SelectMany(cluster => cluster.Cores))
            {
                sum.Add(core.Activity);
            }

            return sum;
        }
    }

    /// <summary>Bytes through the network ports of all clusters, both directions.</summary>
    public long PortBytes => _context.Network.PortBytes;

    /// <summary>Bytes between the dies of the package.</summary>
    public long DieBytes => _context.Network.DieBytes;

    /// <summary>Submits a kernel that arrives at <paramref name="time"/> (fs), or now if that is later.</summary>
    /// <exception cref="ArgumentException">The launch breaks a rule of the chip; see <see cref="MluLaunchRules"/>.</exception>
    public MluKernelRun Submit(MluLaunchRequest request, long time = 0) => _scheduler.Submit(request, Math.Max(time, Simulation.Now));

    /// <summary>Runs until everything submitted has ended.</summary>
    /// <exception cref="DeadlockException">Cores wait for what nobody will do.</exception>
    /// <exception cref="SimulationException">A program did something illegal; the inner exception says what and where.</exception>
    public void Run(CancellationToken cancellation = default) => Simulation.Run(cancellation);

    /// <summary>Runs until everything submitted has ended, or to <paramref name="lastTime"/> (fs): then false, and kernels may be under way.</summary>
    /// <exception cref="DeadlockException">Cores wait for what nobody will do.</exception>
    /// <exception cref="SimulationException">A program did something illegal; the inner exception says what and where.</exception>
    public bool TryRun(long lastTime, CancellationToken cancellation = default) => Simulation.TryFinish(lastTime, cancellation);

    /// <summary>Submits one kernel and runs until it has ended.</summary>
    public MluKernelRun RunKernel(MluLaunchRequest request, CancellationToken cancellation = default)
    {
        var run = Submit(request);
        Run(cancellation);
        return run;
    }

    /// <summary>
    /// True where a kernel that starts on an idle device takes the same time whatever ran before: no cache carries data over, no buffer
    /// translations, and no page has moved.
    /// </summary>
    public bool LaunchesAreIndependent => !CachesData && !_context.Memory.IsVirtual;

    /// <summary>Begins new accounts of all units at <paramref name="time"/> (fs), at which the device is idle.</summary>
    public void OpenAccounts(long time)
    {
        _accountsFrom = time;
        foreach (var ledger in StandingLedgers())
        {
            ledger.Reset(time);
        }

        for (var channel = 0; channel < _busesBefore.Length; channel++)
        {
            _busesBefore[channel] = Dram.Bus(channel);
        }
    }

    /// <summary>
    /// The accounts of all units from <see cref="OpenAccounts"/> (or 0) to <paramref name="end"/> (fs; now, if that is later): each sums to
    /// the elapsed time. Units are the decode stage and the queues of each core, the banks of each cluster's SRAM, the directions of each
    /// cluster's port, the links between dies, the last-level cache where it keeps data, and the memory channels.
    /// </summary>
    public IReadOnlyList<Ledger> SettleLedgers(long end = 0)
    {
        end = Math.Max(end, Simulation.Now);
        var ledgers = StandingLedgers().ToList();
        foreach (var ledger in ledgers)
        {
            ledger.AdvanceIfLater(end, Cause.Idle);
        }

        for (var channel = 0; channel < Dram.Config.Channels; channel++)
        {
            var ledger = new Ledger($"DRAM channel {channel}", _accountsFrom);
            Dram.Settle(channel, ledger, end, _busesBefore[channel]);
            ledgers.Add(ledger);
        }

        return ledgers;
    }

    /// <summary>The accounts that units keep as they go; those of the memory channels are made from counters.</summary>
    private IEnumerable<Ledger> StandingLedgers()
    {
        var cores = _clusters
            .SelectMany(cluster => cluster.Cores)
            .SelectMany(core => core.Queues.Select(queue => queue.Ledger).Prepend(core.Ledger));
        var banks = _clusters.SelectMany(cluster => cluster.Banks);
        return cores.Concat(banks).Concat(_context.Network.Ledgers).Concat(_context.Memory.CacheLedgers);
    }

    private MluCluster BuildCluster(int number)
    {
        var chip = _context.Chip;
        var cluster = BuildMemory(number);
        for (var core = 0; core < chip.CoresPerCluster; core++)
        {
            cluster.Cores.Add(new MluCore(_context, cluster, core, chip.Core.Queues, chip.Core.Dma));
        }

        if (chip.MemoryCore is { } memoryCore)
        {
            cluster.MemoryCore = new MluCore(_context, cluster, Functional.Mlu.MluTask.MemoryCoreId, memoryCore.Queues, memoryCore.Dma);
            cluster.Cores.Add(cluster.MemoryCore);
        }

        return cluster;
    }

    private MluCluster BuildMemory(int number)
    {
        if (_context.Chip.Sram is not { } spec)
        {
            return new MluCluster(number, null, null);
        }

        var config = new SramConfig(_context.Clock, spec.Banks, spec.PortsPerBank, (int)spec.BankWidth.Bytes, (int)spec.Latency.Count)
        {
            ReadPorts = spec.ReadPorts ?? 0,
            WritePorts = spec.WritePorts ?? 0,
            InterleaveBytes = (int)(spec.BankInterleave?.Bytes ?? spec.BankWidth.Bytes),
            Arbitration = spec.Arbitration ?? default,
        };
        var name = $"cluster {number} SRAM";
        return spec.Arbitration is null
            ? new MluCluster(number, new SharedSram(config, name), null)
            : new MluCluster(number, null, new ArbitratedSram(Simulation, config, _context.SramUsers.Count, name));
    }

    private MluCoreCounters Sum(bool memoryCores)
    {
        var sum = default(MluCoreCounters);
        foreach (var core in _clusters.SelectMany(cluster => cluster.Cores))
        {
            if (core.Core == Functional.Mlu.MluTask.MemoryCoreId == memoryCores)
            {
                sum.Add(core.Counters);
            }
        }

        return sum;
    }
}
