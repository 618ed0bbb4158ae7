using AccelSim.Chips.Simt;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Functional.Simt;

namespace AccelSim.Runtime.Simt;

/// <summary>Launches of an operator by itself, for a device without values.</summary>
public static class OperatorRequests
{
    /// <summary>The requests, in the order of launch.</summary>
    /// <param name="program">The operator.</param>
    /// <param name="sample">How long kernels are sampled; null to simulate every block.</param>
    public static IEnumerable<SimtLaunchRequest> Of(OperatorProgram program, SampleRule? sample)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Launches.Select(launch => new SimtLaunchRequest
        {
            Program = new SimtProgram(launch.Kernel),
            Grid = launch.Grid,
            Block = launch.Block,
            Arguments = launch.Arguments.AsMemory(),
            ControlOnly = !program.Integers.IsEmpty,
            Sample = sample,
        });
    }
}
