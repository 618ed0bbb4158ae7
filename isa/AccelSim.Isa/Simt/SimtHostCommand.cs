namespace AccelSim.Isa.Simt;

/// <summary>One step of a program's host; steps of one stream run in order, those of different streams side by side.</summary>
/// <param name="Stream">Stream, from 0.</param>
public abstract record SimtHostCommand(int Stream);
