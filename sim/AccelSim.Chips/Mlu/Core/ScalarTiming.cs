using AccelSim.Engine;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>Issue-to-result latency of scalar instructions, in core cycles, looked up by opcode.</summary>
public sealed class ScalarTiming
{
    private readonly int[] _latency = new int[MluEncoding.MaxOpcode + 1];
    private readonly int[] _half = new int[MluEncoding.MaxOpcode + 1];
    private readonly long[] _load = new long[5];
    private readonly long[] _store = new long[5];

    /// <summary>The latencies of a core at its clock.</summary>
    public ScalarTiming(ScalarUnitSpec spec, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Alus = spec.Alus;
        TakenBranch = spec.TakenBranch.Count;
        foreach (var row in MluInstructionSet.All)
        {
            var cycles = (int)Latency(spec, row).Count;
            _latency[(int)row.Opcode] = cycles;
            _half[(int)row.Opcode] = row.Opcode == MluOpcode.FloatDiv ? (int)spec.HalfDivide.Count : cycles;
        }

        Set(_load, spec.NramLoad.Count, spec.SramLoad.Count, clock.CyclesCeiling(spec.GdramLoad.Femtoseconds));
        Set(_store, spec.NramStore.Count, spec.SramStore.Count, clock.CyclesCeiling(spec.GdramStore.Femtoseconds));
    }

    /// <summary>Instructions issued per cycle at most.</summary>
    public int Alus { get; }

    /// <summary>Cycles lost by a taken branch.</summary>
    public long TakenBranch { get; }

    /// <summary>Latency of an arithmetic instruction.</summary>
    public int Of(in MluInstruction instruction) =>
        instruction.Type0 is MluDataType.F16 or MluDataType.BF16 ? _half[(int)instruction.Opcode] : _latency[(int)instruction.Opcode];

    /// <summary>Cycles from a load to its value.</summary>
    public long Load(MluSpace space) => _load[(int)space];

    /// <summary>Cycles until a load of the same address sees a store.</summary>
    public long Store(MluSpace space) => _store[(int)space];

    private static void Set(long[] table, long local, long shared, long device)
    {
        table[(int)MluSpace.Nram] = local;
        table[(int)MluSpace.Wram] = local;
        table[(int)MluSpace.Sram] = shared;
        table[(int)MluSpace.Gdram] = device;
        table[(int)MluSpace.Ldram] = device;
    }

    private static Cycles Latency(ScalarUnitSpec spec, MluInstructionDef row) => row.Timing switch
    {
        MluTiming.ScalarMul => spec.IntegerMultiply,
        MluTiming.ScalarDiv => spec.IntegerDivide,
        MluTiming.ScalarFloatAdd => row.Opcode is MluOpcode.IntToFloat or MluOpcode.FloatToInt or MluOpcode.FloatConvert ? spec.Convert : spec.Float,
        MluTiming.ScalarFloatMul => spec.Float,
        MluTiming.ScalarFloatDiv => row.Opcode == MluOpcode.FloatDiv ? spec.FloatDivide : spec.FloatSpecial,
        _ => spec.Integer,
    };
}
