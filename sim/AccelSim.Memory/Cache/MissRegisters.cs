namespace AccelSim.Memory;

/// <summary>The miss status holding registers of a cache: one for each line on its way, with the accesses that wait for it in order.</summary>
internal sealed class MissRegisters(int registers, int merges, int lines)
{
    private readonly Register[] _registers = new Register[registers];
    private readonly int[] _free = [.. Enumerable.Range(0, registers).Reverse()];
    private readonly int[] _of = new int[lines];
    private int _freeCount = registers;

    /// <summary>Lines on their way.</summary>
    public int InUse => _registers.Length - _freeCount;

    /// <summary>True when no other line can be asked for.</summary>
    public bool Full => _freeCount == 0;

    /// <summary>True when no other access may wait for the line at a place, which is on its way.</summary>
    public bool MergesUsedUp(int place) => _registers[_of[place]].Waiting > merges;

    /// <summary>Begins to wait for the line at a place.</summary>
    public void Open(int place)
    {
        _of[place] = _free[--_freeCount];
        _registers[_of[place]] = new Register { First = -1, Last = -1 };
    }

    /// <summary>All sectors of the line at a place have come.</summary>
    public void Close(int place) => _free[_freeCount++] = _of[place];

    /// <summary>Puts an access behind those that wait for the line at a place; returns the one before it, or -1.</summary>
    public int Wait(int place, int access)
    {
        ref var register = ref _registers[_of[place]];
        var before = register.Last;
        register.First = before < 0 ? access : register.First;
        register.Last = access;
        register.Waiting++;
        return before;
    }

    /// <summary>Takes all accesses that wait for the line at a place out of its register; returns the first of them, or -1.</summary>
    public int TakeAll(int place)
    {
        ref var register = ref _registers[_of[place]];
        var first = register.First;
        register.First = -1;
        register.Last = -1;
        register.Waiting = 0;
        return first;
    }

    private struct Register
    {
        public int First;
        public int Last;
        public int Waiting;
    }
}
