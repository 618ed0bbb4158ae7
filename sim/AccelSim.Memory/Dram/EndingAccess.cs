using AccelSim.Engine;

namespace AccelSim.Memory;

/// <summary>
/// An access whose end is known. Those of one instant end in the order in which they were asked for, whichever channel was looked at first.
/// </summary>
/// <param name="Time">When it ends, fs.</param>
/// <param name="Number">How many were asked for before it.</param>
/// <param name="Access">Which.</param>
internal readonly record struct EndingAccess(long Time, long Number, int Access) : IPrecedes<EndingAccess>
{
    public bool Precedes(in EndingAccess other) => Time < other.Time || (Time == other.Time && Number < other.Number);
}
