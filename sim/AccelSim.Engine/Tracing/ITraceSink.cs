namespace AccelSim.Engine;

/// <summary>
/// Receives what happened, for timelines. A unit asks <see cref="IsOn"/> before it builds anything; passed as a struct type parameter,
/// <see cref="NullTrace"/> compiles to nothing.
/// </summary>
public interface ITraceSink
{
    /// <summary>False when spans are not wanted.</summary>
    bool IsOn { get; }

    /// <summary>One interval on one track.</summary>
    /// <param name="track">Row of the timeline, from <see cref="TraceNames"/>.</param>
    /// <param name="name">What ran, from <see cref="TraceNames"/>.</param>
    /// <param name="start">Begin, fs.</param>
    /// <param name="finish">End, fs, not before <paramref name="start"/>.</param>
    /// <param name="detail">Free word, such as an instruction index.</param>
    void Span(int track, int name, long start, long finish, long detail = 0);
}
