namespace AccelSim.Interconnect;

/// <summary>One message of a collective program.</summary>
/// <param name="Step">Messages of a step read what the steps before left.</param>
/// <param name="Source">Member that sends; <see cref="Everyone"/> where the switch reads from all and adds.</param>
/// <param name="Destination">Member that receives; <see cref="Everyone"/> where the switch copies to all.</param>
/// <param name="From">First piece of the sender's buffer.</param>
/// <param name="To">First piece of the receiver's buffer.</param>
/// <param name="Count">Pieces.</param>
/// <param name="Adds">True where the receiver adds instead of replacing.</param>
public readonly record struct Transfer(int Step, int Source, int Destination, int From, int To, int Count, bool Adds)
{
    /// <summary>All members, by way of the switch.</summary>
    public const int Everyone = -1;
}
