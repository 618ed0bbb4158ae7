using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>
/// One thread of the oracle: its registers, where it is, and how it came there. Two threads of a warp execute an instruction together exactly where
/// they took the same branches since the convergence regions around them began; the stack of regions says so.
/// </summary>
internal sealed class OracleThread(int number, int lane, int localBytes)
{
    public int Number { get; } = number;

    public int Lane { get; } = lane;

    public int Pc { get; set; }

    public bool Ended { get; set; }

    public byte[] Local { get; } = new byte[localBytes];

    public uint[] Registers { get; } = new uint[SimtInstructionSet.MaxRegister + 1];

    public bool[] Predicates { get; } = [true, false, false, false, false, false, false, false];

    /// <summary>Open convergence regions, the innermost last: which one, and the branches taken in it.</summary>
    public List<(ulong Region, ulong Path)> Regions { get; } = [(0, 0)];

    public ulong Path => Regions[^1].Path;

    public bool Holds(SimtPredicate predicate) => Predicates[predicate.Number] != predicate.Negated;

    public void Set(int predicate, bool value) => Predicates[predicate] = predicate == 0 || value;

    public uint Word(int register) => register == 0 ? 0 : Registers[register];

    public ulong Pair(int register) => register == 0 ? 0 : Registers[register] | ((ulong)Registers[register + 1] << 32);

    public void Write(int register, uint value)
    {
        if (register != 0)
        {
            Registers[register] = value;
        }
    }

    public void WritePair(int register, ulong value)
    {
        if (register != 0)
        {
            Registers[register] = (uint)value;
            Registers[register + 1] = (uint)(value >> 32);
        }
    }

    /// <summary>A branch was met.</summary>
    public void Follow(int pc, bool taken) => Regions[^1] = (Regions[^1].Region, Mix(Path, (2 * pc) + (taken ? 1 : 0)));

    /// <summary>A convergence region begins.</summary>
    public void Enter(int pc)
    {
        var region = Mix(Path, -1 - pc);
        Regions.Add((region, region));
    }

    private static ulong Mix(ulong hash, int value)
    {
        hash = (hash ^ (ulong)(uint)value) * 0x9e3779b97f4a7c15;
        return (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9;
    }
}
