namespace AccelSim.Cli;

/// <summary>A measurement that cannot be repeated here; the message says why.</summary>
internal sealed class NotRepeatedException(string message) : Exception(message);
