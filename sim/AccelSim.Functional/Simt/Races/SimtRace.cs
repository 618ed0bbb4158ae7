namespace AccelSim.Functional.Simt;

/// <summary>
/// Two accesses of shared memory by different warps of a block, or by a warp and a copy that it has not waited for, of which at least one writes, with
/// no barrier between them: on the machine either may come first.
/// </summary>
/// <param name="First">The access that came first in the functional run: position and instruction.</param>
/// <param name="Second">The other one.</param>
/// <param name="FirstWarp">Who made the first: a warp, or what it left to others: an asynchronous copy, a product of its warp group, a bulk copy.</param>
/// <param name="SecondWarp">Who made the second.</param>
/// <param name="Hazard">Such as "write then read", in the order of the functional run.</param>
/// <param name="Block">Coordinates of the block in the grid.</param>
/// <param name="Address">A byte of its shared memory that both touch.</param>
/// <param name="Count">How often this pair of instructions was found.</param>
public sealed record SimtRace(
    string First, string Second, string FirstWarp, string SecondWarp, string Hazard, (int X, int Y, int Z) Block, long Address, long Count)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"race on byte {Address} of shared memory in block ({Block.X}, {Block.Y}, {Block.Z}) ({Hazard}, found {Count} times): {First} ({FirstWarp}) and {Second} ({SecondWarp}) are not ordered by any barrier");
}
