namespace AccelSim.Isa.Simt;

/// <summary>A whole buffer is copied over the host's link.</summary>
/// <param name="Buffer">Its name.</param>
/// <param name="ToDevice">True from the host to the device.</param>
/// <param name="Stream">Stream.</param>
public sealed record SimtCopy(string Buffer, bool ToDevice, int Stream) : SimtHostCommand(Stream);
