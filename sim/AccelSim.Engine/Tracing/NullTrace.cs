namespace AccelSim.Engine;

/// <summary>Tracing switched off.</summary>
public readonly struct NullTrace : ITraceSink
{
    /// <inheritdoc/>
    public bool IsOn => false;

    /// <inheritdoc/>
    public void Span(int track, int name, long start, long finish, long detail = 0)
    {
    }
}
