namespace AccelSim.Memory;

/// <summary>What stands in front of a channel: requests that have not been taken into its queues.</summary>
internal interface IDramSource
{
    /// <summary>Hands over what has arrived by <see cref="ChannelController.Now"/> and finds room.</summary>
    void Refill();

    /// <summary>Takes note of what arrives up to a tick: all commands before it have been issued, none from it on.</summary>
    void Note(long tick);
}
