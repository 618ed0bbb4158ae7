using AccelSim.Compiler;
using AccelSim.Functional.Simt;
using AccelSim.Graph;
using AccelSim.Isa.Assembly;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Runtime;

namespace AccelSim.Studies;

/// <summary>What may go wrong with one point of a study, and is told there: a chip that cannot be, a model that does not fit it, a program that does something illegal on it.</summary>
internal static class PointFailure
{
    /// <summary>True for those.</summary>
    public static bool Covers(Exception problem) => problem is CompileException or RuntimeException or ModelException or AssemblyException or ProgramImageException or ConfigurationException
        or SimtExecutionException or Functional.Mlu.MluExecutionException or Engine.SimulationException or Functional.Mlu.MluDeadlockException or OverflowException;

    /// <summary>True for those, and where a model of a part of the chip refuses a value that the reader has no rule about: for values that nobody wrote.</summary>
    public static bool CoversMadeUp(Exception problem) => Covers(problem) || problem is ArgumentException;

    /// <summary>It in one line.</summary>
    public static string Text(Exception problem) => problem is ConfigurationException { Problems: [var first, ..] } ? $"{first.Key} {first.Message}".Trim() : problem.Message.ReplaceLineEndings("; ");
}
