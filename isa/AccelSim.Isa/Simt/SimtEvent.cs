namespace AccelSim.Isa.Simt;

/// <summary>An event is recorded in a stream, or what comes next in the stream waits for it.</summary>
/// <param name="Number">Number of the event, in the order in which names appear.</param>
/// <param name="Records">True where it is recorded.</param>
/// <param name="Stream">Stream.</param>
public sealed record SimtEvent(int Number, bool Records, int Stream) : SimtHostCommand(Stream);
