using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Registers of a warp that asynchronous products read or write: nobody else may touch them until a wait covers the group of the last of those products.
/// </summary>
internal sealed class SimtProductRegisters
{
    private readonly int[] _group = new int[SimtInstructionSet.MaxRegister + 1];
    private int _open;
    private int _complete;
    private int _last;

    /// <summary>True where some product may be on its way.</summary>
    public bool Any => _last > _complete;

    /// <summary>Begins a warp.</summary>
    public void Start()
    {
        if (_last > 0)
        {
            Array.Clear(_group);
        }

        (_open, _complete, _last) = (1, 0, 0);
    }

    /// <summary>A product of the open group uses registers.</summary>
    public void Use(SimtRegisterRange registers)
    {
        _group.AsSpan(registers.First, registers.Count).Fill(_open);
        _last = _open;
    }

    /// <summary>The products since the last commit are a group.</summary>
    public void Commit() => _open++;

    /// <summary>All groups but the last <paramref name="left"/> are complete.</summary>
    public void Wait(int left) => _complete = Math.Max(_complete, _open - 1 - left);

    /// <summary>A register of an instruction that a product on its way uses; 0 where there is none.</summary>
    public int Touched(in SimtStaticInfo info)
    {
        var d = Touched(info.D);
        var a = d == 0 ? Touched(info.A) : d;
        var b = a == 0 ? Touched(info.B) : a;
        return b == 0 ? Touched(info.C) : b;
    }

    private int Touched(SimtRegisterRange registers)
    {
        for (var register = registers.First; register < registers.First + registers.Count; register++)
        {
            if (_group[register] > _complete)
            {
                return register;
            }
        }

        return 0;
    }
}
