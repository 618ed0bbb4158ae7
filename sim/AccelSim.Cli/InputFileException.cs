using AccelSim.Compiler;
using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Functional.Simt;
using AccelSim.Runtime;

namespace AccelSim.Cli;

/// <summary>What a model or program does wrong only when it is compiled or run; the message begins with its file.</summary>
internal sealed class InputFileException(string file, Exception problem) : Exception($"{file}: {problem.Message}", problem)
{
    /// <summary>True for what the model or program is to blame for and what does not name its file.</summary>
    public static bool Covers(Exception problem) =>
        problem is CompileException or RuntimeException or MluExecutionException or SimtExecutionException or DeadlockException or MluDeadlockException
            or SimulationException { InnerException: MluExecutionException or SimtExecutionException or ArgumentException };
}
