namespace AccelSim.Engine;

/// <summary>A component failed while handling an event; says when and which. The cause is the inner exception.</summary>
public class SimulationException : Exception
{
    /// <summary>Wraps <paramref name="cause"/> with its time (fs) and component.</summary>
    public SimulationException(long time, string component, Exception cause)
        : base($"at {time} fs in {component}: {(cause ?? throw new ArgumentNullException(nameof(cause))).Message}", cause)
    {
        Time = time;
        Component = component;
    }

    /// <summary>A failure without an inner exception.</summary>
    protected SimulationException(long time, string message)
        : base(message)
    {
        Time = time;
        Component = "";
    }

    /// <summary>When, in fs.</summary>
    public long Time { get; }

    /// <summary>Name of the component, empty when it concerns the whole simulation.</summary>
    public string Component { get; }
}
