using AccelSim.Compiler.Simt.Operators;

namespace AccelSim.Compiler.Simt;

/// <summary>
/// Asks for schedules of products and convolutions to be tried: the best by the cost model are compiled and timed, and the fastest is kept. How they are
/// timed is the caller's, for the compiler knows no simulator.
/// </summary>
public sealed record ProductTuning
{
    /// <summary>Schedules tried for each product, those first that the cost model thinks fastest.</summary>
    public required int Candidates { get; init; }

    /// <summary>Cycles of the SMs that a product by itself takes, from the first block of its first kernel to the end of its last.</summary>
    public required Func<OperatorProgram, long> Cycles { get; init; }

    /// <summary>Told what was tried for a product, once for equal ones.</summary>
    public Action<TunedProduct>? Tried { get; init; }

    /// <summary>Told of every product layer: its name and the schedule it got.</summary>
    public Action<string, string>? Chosen { get; init; }

    /// <summary>Told before a schedule is tried: the layer, how many of its schedules were, and how many there are.</summary>
    public Action<string, int, int>? Trying { get; init; }
}
