using System.Collections.Immutable;
using System.Numerics;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Finds accesses of shared memory to the same bytes that nothing orders. Barriers of the block order what was before them in the warps that arrived
/// with what comes after them in those that waited; copies and products are over for their warp when it has waited for their group. Barriers in shared memory order alike, phases not told apart, and a bulk copy is over for
/// who has waited at its barrier. Atomics do not conflict with each
/// other. Lanes of one warp are in order: what they do to each other is not looked at.
/// </summary>
/// <remarks>
/// Each word remembers the accesses that a later one could conflict with: for each agent no more than the last that read and the last that wrote it, so
/// memory is bounded by shared memory times warps.
/// </remarks>
public sealed class SimtRaceDetector
{
    private const int WordBytes = 4;

    private readonly int _limit;
    private readonly SimtClocks _clocks = new();
    private readonly Dictionary<(SimtProgram Program, int First, int Second), int> _known = [];
    private readonly List<SimtRace> _races = [];
    private int[] _first = [];
    private Entry[] _entries = new Entry[1024];
    private int _used;
    private int _free;
    private SimtProgram _program = null!;
    private SimtBlock _block = null!;
    private int _warps;

    /// <summary>Creates a detector.</summary>
    /// <param name="limit">Most distinct races to keep; further ones are only counted.</param>
    public SimtRaceDetector(int limit = 100) => _limit = limit;

    private enum Kind : byte
    {
        Read,
        Atomic,
        Write,
    }

    /// <summary>Distinct races (pairs of instructions of a kernel), in the order in which they were found.</summary>
    public ImmutableArray<SimtRace> Races => [.. _races];

    /// <summary>Every occurrence, including those of races beyond the limit.</summary>
    public long Occurrences { get; private set; }

    /// <summary>A block begins.</summary>
    internal void Start(SimtLaunchState launch, SimtBlock block)
    {
        (_program, _block, _warps) = (launch.Program, block, launch.WarpsPerBlock);
        _clocks.Reset(_warps, SimtInstructionSet.NamedBarriers);
        var words = (launch.SharedBytes + WordBytes - 1) / WordBytes;
        if (_first.Length < words)
        {
            _first = new int[words];
        }

        Array.Clear(_first);
        (_used, _free) = (1, 0);
    }

    /// <summary>A warp arrives at a barrier.</summary>
    internal void Arrive(int warp, int barrier, bool waits) => _clocks.Arrive(warp, barrier, waits);

    /// <summary>A barrier is complete.</summary>
    internal void Release(int barrier) => _clocks.Release(barrier);

    /// <summary>A warp has made an access, or has ended a group of copies, or has waited for some.</summary>
    internal void Step(int warp, SimtAccess access)
    {
        ref readonly var instruction = ref _program.Instructions[access.Pc];
        switch (_program.Info[access.Pc].Timing)
        {
            case SimtTiming.SharedLoad or SimtTiming.MatrixLoad: Touch(warp, access, ref access.Addresses, access.Reading, Kind.Read); break;
            case SimtTiming.SharedStore: Touch(warp, access, ref access.Addresses, access.Reading, Kind.Write); break;
            case SimtTiming.SharedAtomic: Touch(warp, access, ref access.Addresses, access.Reading, Kind.Atomic); break;
            case SimtTiming.AsyncCopy: Touch(_clocks.Copies(warp), access, ref access.Destination, access.Lanes, Kind.Write); break;
            case SimtTiming.AsyncGroup when instruction.Opcode == SimtOpcode.CopyCommit: _clocks.Commit(_clocks.Copies(warp)); break;
            case SimtTiming.AsyncGroup: _clocks.Wait(_clocks.Copies(warp), instruction.Immediate, _clocks.Copies(warp)); break;
            case SimtTiming.GroupSync when instruction.Opcode == SimtOpcode.WgmmaCommit: _clocks.Commit(_clocks.Products(warp)); break;
            case SimtTiming.GroupSync when instruction.Opcode == SimtOpcode.WgmmaWait: _clocks.Wait(_clocks.Products(warp), instruction.Immediate, GroupOf(warp)); break;
            case SimtTiming.GroupProduct: Product(warp, access); break;
            case SimtTiming.BulkCopy: Bulk(warp, access); break;
            case SimtTiming.Mbarrier: Mbarrier(warp, instruction.Opcode, access); break;
        }
    }

    /// <summary>A phase of a barrier in shared memory is over for a warp that waits there.</summary>
    internal void PhaseOver(int warp, int address) => _clocks.Learn(warp, address);

    /// <summary>Products are those of the whole group, which is complete for all of its warps at once: its first warp stands for it.</summary>
    private int GroupOf(int warp) => _clocks.Products(warp / SimtWarpGroups.Warps * SimtWarpGroups.Warps);

    private void Mbarrier(int warp, SimtOpcode opcode, SimtAccess access)
    {
        var last = -1L;
        for (var rest = access.Lanes; rest != 0; rest &= rest - 1)
        {
            var address = access.Addresses[BitOperations.TrailingZeroCount(rest)];
            if (address == last)
            {
                continue;
            }

            last = address;
            switch (opcode)
            {
                case SimtOpcode.MbarrierInit: _clocks.Make((int)address); break;
                case SimtOpcode.MbarrierArrive or SimtOpcode.MbarrierArriveExpectTx: _clocks.ArriveShared(warp, (int)address); break;
            }
        }
    }

    private void Bulk(int warp, SimtAccess access)
    {
        ref readonly var copy = ref access.Bulk;
        for (var at = 0; at < copy.Bytes; at += SimtSwizzle.PieceBytes)
        {
            Piece(warp, _clocks.Bulk(warp), _clocks.Now(_clocks.Bulk(warp)), access.Pc, copy.Swizzle.Place(copy.Destination + at), Kind.Write);
        }

        _clocks.CompleteBulk(warp, copy.Barrier);
    }

    private void Product(int warp, SimtAccess access)
    {
        ref readonly var product = ref access.Product;
        var (agent, stretch) = (GroupOf(warp), _clocks.Now(_clocks.Products(warp)));
        for (var row = 0; row < SimtGroupProduct.RowsOfWarp && product.FromShared; row++)
        {
            for (var piece = 0; piece < SimtGroupProduct.DepthPieces; piece++)
            {
                Piece(warp, agent, stretch, access.Pc, product.A.Place((warp % SimtWarpGroups.Warps * SimtGroupProduct.RowsOfWarp) + row, piece, false), Kind.Read);
            }
        }

        for (var line = 0; line < product.Lines; line++)
        {
            for (var piece = 0; piece < product.Pieces; piece++)
            {
                Piece(warp, agent, stretch, access.Pc, product.B.Place(line, piece, product.Transposed), Kind.Read);
            }
        }
    }

    private void Piece(int warp, int agent, int stretch, int pc, int address, Kind kind)
    {
        var now = new Entry { Agent = agent, Stretch = stretch, Pc = pc, Kind = kind, Bytes = 0xf };
        for (var at = 0; at < SimtSwizzle.PieceBytes; at += WordBytes)
        {
            Touch((address + at) / WordBytes, now, warp);
        }
    }

    private void Touch(int agent, SimtAccess access, ref SimtAddresses addresses, ulong lanes, Kind kind)
    {
        var now = new Entry { Agent = agent, Stretch = _clocks.Now(agent), Pc = access.Pc, Kind = kind };
        for (var rest = lanes; rest != 0; rest &= rest - 1)
        {
            var address = addresses[BitOperations.TrailingZeroCount(rest)];
            for (var end = address + access.LaneBytes; address < end;)
            {
                var offset = (int)(address % WordBytes);
                var bytes = (int)Math.Min(end - address, WordBytes - offset);
                now.Bytes = (byte)(((1 << bytes) - 1) << offset);
                Touch((int)(address / WordBytes), now, agent % _warps);
                address += bytes;
            }
        }
    }

    private void Touch(int word, Entry now, int warp)
    {
        var before = 0;
        for (var at = _first[word]; at != 0;)
        {
            ref var old = ref _entries[at];
            var next = old.Next;
            if (old.Pc == now.Pc && old.Agent == now.Agent && old.Stretch == now.Stretch && (now.Bytes & ~old.Bytes) == 0)
            {
                return;
            }

            var ordered = _clocks.Knows(warp, old.Agent, old.Stretch);
            var common = old.Bytes & now.Bytes;
            if (!ordered && common != 0 && (old.Kind != now.Kind || now.Kind == Kind.Write))
            {
                Report(old, now, ((long)word * WordBytes) + BitOperations.TrailingZeroCount((uint)common));
            }

            // Whoever is ordered after the new one is ordered after this one too, and whatever conflicts with this one conflicts with the new one.
            if (ordered && (now.Kind == Kind.Write || now.Kind == old.Kind) && (old.Bytes & ~now.Bytes) == 0)
            {
                if (before == 0)
                {
                    _first[word] = next;
                }
                else
                {
                    _entries[before].Next = next;
                }

                old.Next = _free;
                _free = at;
            }
            else
            {
                before = at;
            }

            at = next;
        }

        now.Next = _first[word];
        _first[word] = Keep(now);
    }

    private int Keep(in Entry entry)
    {
        var at = _free;
        if (at != 0)
        {
            _free = _entries[at].Next;
        }
        else
        {
            at = _used++;
            if (at == _entries.Length)
            {
                Array.Resize(ref _entries, 2 * at);
            }
        }

        _entries[at] = entry;
        return at;
    }

    private void Report(in Entry first, in Entry second, long address)
    {
        Occurrences++;
        var key = (_program, first.Pc, second.Pc);
        if (_known.TryGetValue(key, out var known))
        {
            _races[known] = _races[known] with { Count = _races[known].Count + 1 };
        }
        else if (_races.Count < _limit)
        {
            _known.Add(key, _races.Count);
            _races.Add(new SimtRace(
                _program.Describe(first.Pc), _program.Describe(second.Pc), Who(first.Agent), Who(second.Agent), $"{Name(first.Kind)} then {Name(second.Kind)}",
                (_block.X, _block.Y, _block.Z), address, 1));
        }
    }

    private string Who(int agent) => FormattableString.Invariant($"{(agent / _warps) switch { 0 => "", 1 => "copy of ", 2 => "product of ", _ => "bulk copy of " }}warp {agent % _warps}");

    private static string Name(Kind kind) => kind switch { Kind.Read => "read", Kind.Write => "write", _ => "atomic" };

    /// <summary>An access that a word remembers.</summary>
    private struct Entry
    {
        public int Next;
        public int Agent;
        public int Stretch;
        public int Pc;
        public byte Bytes;
        public Kind Kind;
    }
}
