using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>
/// The groups of a warp's asynchronous products, and registers that these read or write: nobody else may touch them until a wait covers the group of the last of those products.
/// </summary>
internal sealed class SimtProductRegisters
{
    /// <summary>Groups whose ends are kept; of those further back all are waited for.</summary>
    private const int Groups = 64;

    private readonly int[] _group = new int[SimtInstructionSet.MaxRegister + 1];
    private readonly int[] _ends = new int[Groups];
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
    /// <param name="made">Products that the warp has come to so far.</param>
    public void Commit(int made) => _ends[_open++ % Groups] = made;

    /// <summary>All groups but the last <paramref name="left"/> are complete; returns how many products that is.</summary>
    public int Wait(int left)
    {
        var last = _open - 1 - Math.Min(left, Groups - 1);
        _complete = Math.Max(_complete, last);
        return last < 1 ? 0 : _ends[last % Groups];
    }

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
