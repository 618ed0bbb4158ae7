using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Two accesses of which at least one writes, to the same bytes, with nothing that orders them: on the machine either may come first, and the program
/// would be timed too fast.
/// </summary>
/// <param name="Kernel">Kernel name.</param>
/// <param name="First">The access that came first in the functional run: position and instruction.</param>
/// <param name="Second">The other one.</param>
/// <param name="FirstTask">Who made the first.</param>
/// <param name="SecondTask">Who made the second.</param>
/// <param name="Hazard">Such as "write then read", in the order of the functional run; an indivisible update is "atomic".</param>
/// <param name="Space">Memory.</param>
/// <param name="Address">A byte that both touch.</param>
/// <param name="Count">How often this pair of instructions was found.</param>
public sealed record MluRace(
    string Kernel, string First, string Second, string FirstTask, string SecondTask, string Hazard, MluSpace Space, long Address, long Count)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"race on {Space} byte {Address} ({Hazard}, found {Count} times): {First} ({FirstTask}) and {Second} ({SecondTask}) are not ordered by any sync";
}
