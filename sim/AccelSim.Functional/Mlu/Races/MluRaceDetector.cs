using System.Collections.Immutable;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Finds accesses to the same bytes that nothing orders. Operations of one queue are ordered; an operation is ordered after everything its core had seen
/// when it was issued; a core sees what it waits for: a <c>sync</c> of the queue, the end of a copy without <c>.async</c>, a barrier, a semaphore.
/// Tasks of different gangs are never ordered within a launch; launches are. Scalar accesses are made by the core itself.
/// </summary>
public sealed class MluRaceDetector : IMluRunObserver
{
    private readonly MluQueueMap _queues;
    private readonly int _limit;
    private readonly MluClocks _clocks;
    private readonly MluAccessLog _log = new();
    private readonly MluShadow _device = new();
    private readonly List<MluShadow> _onChip = [];
    private readonly Dictionary<(int Cluster, int Semaphore), int[]> _semaphores = [];
    private readonly Dictionary<(string Kernel, int First, int Second, MluSpace Space), int> _known = [];
    private readonly List<MluRace> _races = [];
    private readonly Memo[] _memo = new Memo[16];
    private readonly List<MluTask[]> _tasks = [];
    private MluProgram? _program;
    private int _gang;
    private int _places;

    /// <summary>Creates a detector.</summary>
    /// <param name="queues">Which queue carries what; <see cref="MluQueueMap.Standard"/> when null.</param>
    /// <param name="limit">Most distinct races to keep; further ones are only counted.</param>
    public MluRaceDetector(MluQueueMap? queues = null, int limit = 100)
    {
        _queues = queues ?? MluQueueMap.Standard;
        _limit = limit;
        _clocks = new MluClocks(_queues);
    }

    /// <summary>Distinct races (pairs of instructions of a kernel in one memory), in the order they were found.</summary>
    public ImmutableArray<MluRace> Races => [.. _races];

    /// <summary>Every occurrence, including those of races beyond the limit.</summary>
    public long Occurrences { get; private set; }

    /// <inheritdoc/>
    public void LaunchStarted(MluProgram program)
    {
        _program = program;
        _log.Clear();
        _device.Clear();
        _tasks.Clear();
        Array.Clear(_memo);
    }

    /// <inheritdoc/>
    public void GangStarted(int gang, ReadOnlySpan<MluTask> tasks)
    {
        _gang = gang;
        _places = tasks.Length;
        _tasks.Add(tasks.ToArray());
        _clocks.Reset(tasks.Length);
        _semaphores.Clear();
        foreach (var shadow in _onChip)
        {
            shadow.Clear();
        }
    }

    /// <inheritdoc/>
    public void Issued(int place, in MluOperation operation, MluCoreMemory memory)
    {
        var queue = _queues.Queue(operation.Instruction);
        var row = MluInstructionSet.Get(operation.Opcode);
        var count = _clocks.Issue(place, queue);
        var agent = _clocks.Queue(place, queue);
        var access = _log.Add(new MluAccess(_gang, place, agent, count, operation.Pc, false));
        var atomic = row.Timing == MluTiming.Atomic ? _log.Add(_log[access] with { IsAtomic = true }) : 0;
        var clock = _clocks.Of(agent);
        if (row.Timing == MluTiming.GatherScatter)
        {
            Pieces(place, operation, memory, access, clock);
        }

        var regions = MluFootprint.Of(operation);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < regions.Count; i++)
            {
                var region = regions[i];
                if (region.IsWrite == (pass == 1) && !(row.Timing == MluTiming.GatherScatter && region.Pattern.Space == operation.Instruction.Space))
                {
                    var indivisible = atomic != 0 && region.Pattern.Space == MluSpace.Gdram;
                    var kind = indivisible ? MluAccessKind.Atomic : region.IsWrite ? MluAccessKind.Write : MluAccessKind.Read;
                    Region(place, region, kind, indivisible ? atomic : access, clock);
                }
            }
        }

        if (row.Unit == MluUnit.Dma && !operation.Instruction.Flag)
        {
            _clocks.Wait(place, queue);
        }
    }

    /// <inheritdoc/>
    public void ScalarAccess(int place, int pc, MluSpace space, long address, int bytes, bool isWrite)
    {
        if (address < 0)
        {
            return; // the interpreter is about to refuse it
        }

        var agent = _clocks.Core(place);
        var access = _log.Add(new MluAccess(_gang, place, agent, _clocks.Access(place), pc, false));
        Range(Shadow(place, space, -1), space, address, address + bytes, isWrite ? MluAccessKind.Write : MluAccessKind.Read, access, _clocks.Of(agent));
    }

    /// <inheritdoc/>
    public void Synchronised(int place, MluSyncMask queues) => _clocks.Wait(place, queues);

    /// <inheritdoc/>
    public void BarrierPassed(ReadOnlySpan<int> places) => _clocks.Meet(places);

    /// <inheritdoc/>
    public void SemaphoreReleased(int place, int cluster, int semaphore)
    {
        _clocks.Wait(place, MluSyncMask.All);
        if (!_semaphores.TryGetValue((cluster, semaphore), out var clock))
        {
            _semaphores.Add((cluster, semaphore), clock = new int[_clocks.Agents]);
        }

        MluClocks.Join(clock, _clocks.Of(_clocks.Core(place)));
    }

    /// <inheritdoc/>
    public void SemaphoreTaken(int place, int cluster, int semaphore)
    {
        if (_semaphores.TryGetValue((cluster, semaphore), out var clock))
        {
            MluClocks.Join(_clocks.Of(_clocks.Core(place)), clock);
        }
    }

    private void Pieces(int place, in MluOperation operation, MluCoreMemory memory, int access, ReadOnlySpan<int> clock)
    {
        var space = operation.Instruction.Space;
        var shadow = Shadow(place, space, -1);
        var kind = operation.Opcode == MluOpcode.Gather ? MluAccessKind.Read : MluAccessKind.Write;
        for (var piece = 0; piece < operation[4] && operation[3] > 0; piece++)
        {
            var address = MluGatherExecutor.PieceAddress(operation, memory, piece);
            if (address >= 0)
            {
                Range(shadow, space, address, address + operation[3], kind, access, clock);
            }
        }
    }

    private void Region(int place, in MluRegion region, MluAccessKind kind, int access, ReadOnlySpan<int> clock)
    {
        var pattern = region.Pattern.Coalesced();
        var shadow = Shadow(place, pattern.Space, region.Cluster);
        var row = pattern.Address;
        for (var outer = 0L; outer < pattern.Count1; outer++, row += pattern.Stride1)
        {
            var segment = row;
            for (var inner = 0L; inner < pattern.Count0; inner++, segment += pattern.Stride0)
            {
                Range(shadow, pattern.Space, segment, segment + pattern.SegmentBytes, kind, access, clock);
            }
        }
    }

    private MluShadow Shadow(int place, MluSpace space, int cluster)
    {
        if (space == MluSpace.Gdram)
        {
            return _device;
        }

        // NRAM, WRAM and LDRAM of each place, then the SRAM of each cluster
        var index = space switch
        {
            MluSpace.Nram => place * 3,
            MluSpace.Wram => (place * 3) + 1,
            MluSpace.Ldram => (place * 3) + 2,
            _ => (_places * 3) + (cluster >= 0 ? cluster : _tasks[_gang][place].ClusterId),
        };
        while (_onChip.Count <= index)
        {
            _onChip.Add(new MluShadow());
        }

        return _onChip[index];
    }

    private void Range(MluShadow shadow, MluSpace space, long from, long to, MluAccessKind kind, int access, ReadOnlySpan<int> clock)
    {
        var visitor = new Visitor(this, space, kind, access, clock);
        shadow.Visit(from, to, ref visitor);
    }

    /// <summary>Checks one history against an access and returns what it becomes.</summary>
    private MluCell Check(MluCell before, MluSpace space, long address, MluAccessKind kind, int access, ReadOnlySpan<int> clock)
    {
        if (before.Write != 0 && before.Write != access && !MluAccessLog.IsOrdered(_log[before.Write], _gang, clock))
        {
            Report(before.Write, access, "write", kind, space, address);
        }

        foreach (var member in _log.Set(before.Set))
        {
            var earlier = _log[member];
            var conflicts = kind switch
            {
                MluAccessKind.Read => earlier.IsAtomic,
                MluAccessKind.Atomic => !earlier.IsAtomic,
                _ => true,
            };
            if (conflicts && member != access && !MluAccessLog.IsOrdered(earlier, _gang, clock))
            {
                Report(member, access, earlier.IsAtomic ? "atomic" : "read", kind, space, address);
            }
        }

        return kind == MluAccessKind.Write
            ? new MluCell { Write = access }
            : new MluCell { Write = before.Write, Set = _log.With(before.Set, access, _gang, clock) };
    }

    private void Report(int first, int second, string earlierKind, MluAccessKind laterKind, MluSpace space, long address)
    {
        Occurrences++;
        var (earlier, later) = (_log[first], _log[second]);
        var key = (_program!.Kernel.Name, earlier.Pc, later.Pc, space);
        if (_known.TryGetValue(key, out var known))
        {
            _races[known] = _races[known] with { Count = _races[known].Count + 1 };
        }
        else if (_races.Count < _limit)
        {
            _known.Add(key, _races.Count);
            _races.Add(new MluRace(
                _program.Kernel.Name, _program.Describe(earlier.Pc), _program.Describe(later.Pc),
                _tasks[earlier.Gang][earlier.Place].ToString(), _tasks[later.Gang][later.Place].ToString(), Hazard(earlierKind, laterKind), space, address, 1));
        }
    }

    private static string Hazard(string earlier, MluAccessKind later) => later switch
    {
        MluAccessKind.Read => $"{earlier} then read",
        MluAccessKind.Atomic => $"{earlier} then atomic",
        _ => $"{earlier} then write",
    };

    /// <summary>An answer of <see cref="Check"/> within one access: neighbouring cells mostly have the same history.</summary>
    private struct Memo
    {
        public int Access;
        public MluAccessKind Kind;
        public MluCell Before;
        public MluCell After;
    }

    private readonly ref struct Visitor(MluRaceDetector detector, MluSpace space, MluAccessKind kind, int access, ReadOnlySpan<int> clock) : IMluCellVisitor
    {
        private readonly ReadOnlySpan<int> _clock = clock;

        public void Visit(ref MluCell cell, long address)
        {
            ref var memo = ref detector._memo[(cell.Write ^ (cell.Set * 5)) & 15];
            if (memo.Access != access || memo.Kind != kind || memo.Before.Write != cell.Write || memo.Before.Set != cell.Set)
            {
                var before = cell;
                memo = new Memo { Access = access, Kind = kind, Before = before, After = detector.Check(before, space, address, kind, access, _clock) };
            }

            cell = memo.After;
        }
    }
}
