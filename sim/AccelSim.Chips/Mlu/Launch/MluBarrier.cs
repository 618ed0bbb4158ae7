using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>A barrier of a union: who takes part and who is there.</summary>
/// <param name="participants">How many must arrive.</param>
/// <param name="latency">From the last arrival to the release, fs.</param>
/// <param name="name">For deadlock reports.</param>
internal sealed class MluBarrier(int participants, long latency, string name)
{
    public int Participants { get; } = participants;

    public long Latency { get; } = latency;

    public string Name { get; } = name;

    public List<MluCore> Waiting { get; } = new(participants);

    /// <summary>Critical-path node of the latest arrival.</summary>
    public int Node { get; set; } = CriticalPath.Root;
}
