using AccelSim.Chips.Mlu;
using AccelSim.Compiler;
using AccelSim.Engine;
using AccelSim.Functional.Simt;
using AccelSim.Graph;
using AccelSim.Interconnect;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Memory;
using AccelSim.Results;
using AccelSim.Runtime;
using AccelSim.Tensors;

namespace AccelSim.Studies;

/// <summary>Which program this is: what the compiler made of every library that decides a number.</summary>
internal static class ProgramVersion
{
    private static readonly Type[] OneOfEach =
    [
        typeof(MluDevice), typeof(CompileException), typeof(Simulation), typeof(SimtProgram), typeof(ModelGraph), typeof(FabricGraph), typeof(ProgramImage), typeof(ChipSpec), typeof(DramSystem),
        typeof(RunResult), typeof(Simulator), typeof(Tensor),
    ];

    /// <summary>Names of the builds; builds are deterministic, so the same sources have the same.</summary>
    public static string Of() => string.Join(' ', OneOfEach.Select(type => type.Module.ModuleVersionId.ToString("N")));
}
