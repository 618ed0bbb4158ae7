namespace AccelSim.Engine;

/// <summary>One interval of a timeline.</summary>
/// <param name="Track">Row, an index into <see cref="SpanRecorder.Tracks"/>.</param>
/// <param name="Name">What ran, an index into <see cref="SpanRecorder.Labels"/>.</param>
/// <param name="Start">Begin, fs.</param>
/// <param name="End">End, fs.</param>
/// <param name="Detail">Free word of the unit that recorded it.</param>
public readonly record struct TraceSpan(int Track, int Name, long Start, long End, long Detail);
