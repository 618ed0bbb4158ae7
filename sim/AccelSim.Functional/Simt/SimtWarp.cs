using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Architectural state of one warp: registers of all lanes side by side (register n of lane l at n times the width plus l), predicates as lane
/// masks, and where each group of lanes that has parted stands.
/// </summary>
public sealed class SimtWarp
{
    /// <summary>Jumps back of a group of lanes after which others that are ready have their turn: one that waits for another in a loop must not keep it waiting.</summary>
    private const int MostTurns = 1000;

    private readonly ulong[] _predicates = new ulong[SimtInstructionSet.MaxPredicate + 1];
    private readonly ulong[] _convergence = new ulong[SimtInstructionSet.ConvergenceBarriers];
    private readonly int[] _meetingPlaces = new int[SimtInstructionSet.ConvergenceBarriers];
    private readonly uint[] _scratch = new uint[2 * 64];
    private SimtLanes[] _parted = new SimtLanes[4];
    private int _partedCount;
    private int _turns;
    private uint[] _registers = [];
    private byte[] _local = [];

    /// <summary>The launch it belongs to.</summary>
    public SimtLaunchState Launch { get; private set; } = null!;

    /// <summary>The block it belongs to.</summary>
    public SimtBlock Block { get; private set; } = null!;

    /// <summary>Number inside the block.</summary>
    public int Number { get; private set; }

    /// <summary>Lanes of a warp.</summary>
    public int Width { get; private set; }

    /// <summary>Index of the next instruction.</summary>
    public int Pc { get; set; }

    /// <summary>Lanes that execute it.</summary>
    public ulong Active { get; private set; }

    /// <summary>Lanes that have not ended.</summary>
    public ulong Live { get; private set; }

    /// <summary>True where all lanes have ended.</summary>
    public bool HasEnded => Live == 0;

    /// <summary>Groups of lanes that wait beside the active one.</summary>
    public int Parted => _partedCount;

    /// <summary>Registers that asynchronous products use.</summary>
    internal SimtProductRegisters Products { get; } = new();

    /// <summary>Lanes that exist.</summary>
    public ulong AllLanes { get; private set; }

    /// <summary>Local memory of all lanes, one thread after the other; empty where values are not wanted.</summary>
    public Span<byte> Local => _local;

    /// <summary>Cycles for <c>%clock</c>.</summary>
    public uint Clock { get; set; }

    /// <summary>Prepares the state: registers zero, first instruction, lanes beyond the block's last thread absent.</summary>
    public void Start(SimtLaunchState launch, SimtBlock block, int number)
    {
        ArgumentNullException.ThrowIfNull(launch);
        Launch = launch;
        Block = block;
        Number = number;
        Width = launch.WarpWidth;
        AllLanes = launch.LanesOf(number);
        Live = Active = AllLanes;
        Pc = 0;
        (_partedCount, _turns) = (0, 0);
        Array.Clear(_predicates);
        _predicates[0] = ulong.MaxValue;
        Array.Clear(_convergence);
        Products.Start();
        Array.Fill(_meetingPlaces, -1);
        var words = (launch.Program.Kernel.Registers + 1) * Width;
        if (_registers.Length < words)
        {
            _registers = new uint[words];
        }
        else
        {
            Array.Clear(_registers);
        }

        var local = launch.Global is null ? 0 : launch.Program.Kernel.LocalBytes * Width;
        if (_local.Length != local)
        {
            _local = new byte[local];
        }
        else
        {
            Array.Clear(_local);
        }
    }

    /// <summary>The lanes of a register; <c>rz</c> is number 0.</summary>
    public Span<uint> Register(int number) => _registers.AsSpan(number * Width, Width);

    /// <summary>Lanes where a predicate holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Predicate(SimtPredicate predicate)
    {
        var lanes = _predicates[predicate.Number];
        return predicate.Negated ? ~lanes : lanes;
    }

    /// <summary>Sets a predicate in some lanes; number 0 stays true.</summary>
    public void SetPredicate(int number, ulong lanes, ulong value)
    {
        if (number != 0)
        {
            _predicates[number] = (_predicates[number] & ~lanes) | (value & lanes);
        }
    }

    /// <summary>First lane of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref uint Row(int number) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_registers), number * Width);

    /// <summary>First lane of the register that holds the upper half of a pair; zero for <c>rz</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref uint HighRow(int number) => ref Row(number == 0 ? 0 : number + 1);

    /// <summary>First lane of a flexible operand's 32 bits, or of the lower half of its 64.</summary>
    internal ref uint FlexibleRow(in SimtInstruction instruction, int register)
    {
        if (instruction.Form == SimtForm.Register)
        {
            return ref Row(register);
        }

        _scratch.AsSpan(0, Width).Fill(Word(instruction, 0));
        return ref _scratch[0];
    }

    /// <summary>First lane of the upper half of a flexible operand's 64 bits.</summary>
    /// <param name="instruction">Instruction.</param>
    /// <param name="register">Register of the operand.</param>
    /// <param name="immediateHigh">What the upper half of an immediate is.</param>
    internal ref uint FlexibleHighRow(in SimtInstruction instruction, int register, uint immediateHigh)
    {
        if (instruction.Form == SimtForm.Register)
        {
            return ref HighRow(register);
        }

        _scratch.AsSpan(64, Width).Fill(instruction.Form == SimtForm.Immediate ? immediateHigh : Word(instruction, 4));
        return ref _scratch[64];
    }

    /// <summary>The active lanes will meet at a convergence barrier.</summary>
    internal void SetConvergence(int barrier, int place) => (_convergence[barrier], _meetingPlaces[barrier]) = (Active, place);

    /// <summary>Where the lanes of a convergence barrier meet; -1 where nobody said so.</summary>
    internal int MeetingPlace(int barrier) => _meetingPlaces[barrier];

    /// <summary>Some of the active lanes go to <paramref name="target"/>; if others stay, those that jump wait.</summary>
    internal void Jump(int target, ulong taken)
    {
        if (taken == Active)
        {
            var back = target < Pc;
            Pc = target;
            if (back && _partedCount > 0 && ++_turns >= MostTurns)
            {
                TakeTurns();
            }
        }
        else if (taken != 0)
        {
            Park(new SimtLanes(taken, target, SimtLanes.Ready));
            Active &= ~taken;
        }
    }

    /// <summary>The active lanes are at a convergence barrier: all of its lanes go on behind it, or these wait and others run. False: nobody can run.</summary>
    internal bool Converge(int barrier, int pc)
    {
        Park(new SimtLanes(Active, pc, barrier));
        Active = 0;
        return Resume();
    }

    /// <summary>Some of the active lanes end. False: nobody can run although lanes are left.</summary>
    internal bool End(ulong lanes)
    {
        Live &= ~lanes;
        Active &= ~lanes;
        return Active != 0 || Live == 0 || Resume();
    }

    private uint Word(in SimtInstruction instruction, int offset) => instruction.Form == SimtForm.Immediate
        ? (uint)instruction.Immediate
        : MemoryMarshal.Read<uint>(Launch.Constants[(instruction.Immediate + offset)..]);

    private void Park(SimtLanes lanes)
    {
        if (_partedCount == _parted.Length)
        {
            Array.Resize(ref _parted, 2 * _partedCount);
        }

        _parted[_partedCount++] = lanes;
    }

    /// <summary>The active lanes go behind all others that are ready, as independent thread scheduling promises.</summary>
    private void TakeTurns()
    {
        Park(default);
        Array.Copy(_parted, 0, _parted, 1, _partedCount - 1);
        _parted[0] = new SimtLanes(Active, Pc, SimtLanes.Ready);
        Resume();
    }

    /// <summary>The latest group that is ready runs next; a barrier whose lanes are all there lets them go first.</summary>
    private bool Resume()
    {
        _turns = 0;
        for (var i = _partedCount - 1; i >= 0; i--)
        {
            var barrier = _parted[i].Barrier;
            if (barrier != SimtLanes.Ready && Arrived(barrier) == (_convergence[barrier] & Live))
            {
                Release(barrier, _parted[i].Pc + 1);
                return true;
            }
        }

        for (var i = _partedCount - 1; i >= 0; i--)
        {
            if (_parted[i].Barrier == SimtLanes.Ready)
            {
                (Active, Pc) = (_parted[i].Lanes, _parted[i].Pc);
                Remove(i);
                return true;
            }
        }

        return false;
    }

    private ulong Arrived(int barrier)
    {
        var arrived = 0UL;
        for (var i = 0; i < _partedCount; i++)
        {
            arrived |= _parted[i].Barrier == barrier ? _parted[i].Lanes : 0;
        }

        return arrived & Live;
    }

    private void Release(int barrier, int pc)
    {
        Active = _convergence[barrier] & Live;
        Pc = pc;
        for (var i = _partedCount - 1; i >= 0; i--)
        {
            if (_parted[i].Barrier == barrier)
            {
                Remove(i);
            }
        }
    }

    /// <summary>Who waits for whom, where nobody can run.</summary>
    internal string DescribeParted() => string.Join("; ", Enumerable.Range(0, SimtInstructionSet.ConvergenceBarriers)
        .Where(barrier => Arrived(barrier) != 0)
        .Select(barrier => FormattableString.Invariant(
            $"0x{Arrived(barrier):x} wait at b{barrier} (instruction {_meetingPlaces[barrier]}) for 0x{_convergence[barrier] & Live & ~Arrived(barrier):x}")));

    private void Remove(int index)
    {
        _partedCount--;
        Array.Copy(_parted, index + 1, _parted, index, _partedCount - index);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"block ({Block.X}, {Block.Y}, {Block.Z}), warp {Number}");
}
