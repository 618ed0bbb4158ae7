using System.Runtime.InteropServices;

namespace AccelSim.Engine;

/// <summary>Keeps all spans in memory, in the order they were recorded.</summary>
public sealed class SpanRecorder : ITraceSink
{
    private readonly List<TraceSpan> _spans = [];

    /// <inheritdoc/>
    public bool IsOn => true;

    /// <summary>Names of the rows.</summary>
    public TraceNames Tracks { get; } = new();

    /// <summary>Names of what ran.</summary>
    public TraceNames Labels { get; } = new();

    /// <summary>The spans recorded so far.</summary>
    public ReadOnlySpan<TraceSpan> Spans => CollectionsMarshal.AsSpan(_spans);

    /// <inheritdoc/>
    public void Span(int track, int name, long start, long finish, long detail = 0) =>
        _spans.Add(new TraceSpan(track, name, start, finish, detail));
}
