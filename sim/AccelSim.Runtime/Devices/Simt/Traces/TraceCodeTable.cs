using AccelSim.Chips.Simt;
using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;
using AccelSim.Traces.Kernels;
using AccelSim.Traces.Sass;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// The code of a traced kernel as the chip's model takes it. A generic access (<c>LD</c>, <c>ST</c>, <c>ATOM</c>) is an instruction of its own for each memory
/// that its address lies in. The first entry ends warps whose trace does not.
/// </summary>
internal sealed class TraceCodeTable(string kernel, TraceCode code)
{
    /// <summary>Index of an exit.</summary>
    public const int End = 0;

    private const byte MostLaneBytes = 16;
    private const int Spaces = 3;
    private readonly List<SimtTracedInstruction> _code = [new(new SimtStaticInfo { Unit = SimtUnit.Control, Timing = SimtTiming.Issue }, $"{kernel}: the end of the trace of a warp")];
    private readonly List<int> _numbers = [];

    /// <summary>Instructions so far.</summary>
    public IReadOnlyList<SimtTracedInstruction> Code => _code;

    /// <summary>Number of an instruction, by the memory that it accesses.</summary>
    public int NumberOf(int instruction, TraceSpace space)
    {
        var at = (instruction * Spaces) + (int)space;
        while (_numbers.Count <= at)
        {
            _numbers.Add(-1);
        }

        if (_numbers[at] < 0)
        {
            _numbers[at] = _code.Count;
            _code.Add(Make(code[instruction], space));
        }

        return _numbers[at];
    }

    /// <summary>True where an instruction ends a warp.</summary>
    public bool Ends(int instruction) => code.Opcodes[code[instruction].Opcode].Name is "EXIT" or "KILL";

    /// <summary>The memory that a class accesses.</summary>
    public static TraceSpace SpaceOf(SimtTiming timing) => timing switch
    {
        SimtTiming.SharedLoad or SimtTiming.SharedStore or SimtTiming.SharedAtomic or SimtTiming.MatrixLoad or SimtTiming.ConstantLoad => TraceSpace.Shared,
        SimtTiming.LocalLoad or SimtTiming.LocalStore => TraceSpace.Local,
        _ => TraceSpace.Global,
    };

    private SimtTracedInstruction Make(in TraceStaticInstruction instruction, TraceSpace space)
    {
        var opcode = code.Opcodes[instruction.Opcode];
        var text = FormattableString.Invariant($"{kernel}+0x{instruction.Pc:x}: {opcode.Name}");
        var product = opcode.Timing == SimtTiming.Tensor
            ? SassProducts.Of(opcode.Name) ?? throw new RuntimeException($"{text} names no shape of a product, as in HMMA.16816.F32")
            : null;
        var (d, a, b, c) = SassOperands.Of(instruction, opcode, product);
        var parts = opcode.Name.Split('.');
        var timing = parts[0] == "ARRIVES" ? SimtTiming.Issue : Timing(opcode, space);
        var unit = timing == SimtTiming.Issue ? SimtUnit.Control : opcode.Unit;
        return new SimtTracedInstruction(new SimtStaticInfo(unit, timing, d, a, b, c, 0, 0, LaneBytes(timing, instruction)), text)
        {
            Product = product,
            Scope = parts[0] != "MEMBAR" || parts.Contains("CTA") || parts.Contains("SM") ? SimtScope.Block : parts.Contains("SYS") ? SimtScope.System : SimtScope.Chip,
            Fetch = (byte)(parts.Contains("LTC128B") ? 128 : parts.Contains("LTC64B") ? 64 : 0),
            PassesL1 = parts.Contains("STRONG") && !parts.Contains("CTA") && !parts.Contains("SM"),
            Groups = parts[0] == "LDGDEPBAR" ? null : (int)Math.Clamp(instruction.Immediate, 0, int.MaxValue),
        };
    }

    private static SimtTiming Timing(TraceOpcode opcode, TraceSpace space) => (opcode.IsGeneric, space, opcode.Timing) switch
    {
        (true, TraceSpace.Shared, SimtTiming.GlobalLoad) => SimtTiming.SharedLoad,
        (true, TraceSpace.Shared, SimtTiming.GlobalStore) => SimtTiming.SharedStore,
        (true, TraceSpace.Shared, SimtTiming.GlobalAtomic) => SimtTiming.SharedAtomic,
        (true, TraceSpace.Local, SimtTiming.GlobalLoad) => SimtTiming.LocalLoad,
        (true, TraceSpace.Local, SimtTiming.GlobalStore) => SimtTiming.LocalStore,
        _ => opcode.Timing,
    };

    // Constants are read without addresses in a trace: one word for all lanes.
    private static byte LaneBytes(SimtTiming timing, in TraceStaticInstruction instruction) => timing switch
    {
        SimtTiming.ConstantLoad => 4,
        _ => SassTable.NeedsAddresses(timing) ? Math.Clamp(instruction.Width, (byte)1, MostLaneBytes) : (byte)0,
    };
}
