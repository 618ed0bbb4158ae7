namespace AccelSim.Runtime;

/// <summary>A point in time and the node of the critical path that leads to it.</summary>
/// <param name="Time">fs.</param>
/// <param name="Node">Node in the recorder.</param>
internal readonly record struct Moment(long Time, int Node)
{
    /// <summary>The later of two; the first on a tie.</summary>
    public static Moment Later(Moment first, Moment second) => second.Time > first.Time ? second : first;
}
