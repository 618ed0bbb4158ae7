namespace AccelSim.Isa.Image;

/// <summary>One step of the host. Steps of one queue run in order; different queues run side by side.</summary>
public abstract record ImageCommand
{
    /// <summary>Command queue, from 0.</summary>
    public int Queue { get; init; }
}
