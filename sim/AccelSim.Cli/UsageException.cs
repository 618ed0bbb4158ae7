namespace AccelSim.Cli;

/// <summary>A command line that cannot be meant; the message says what to write instead.</summary>
public sealed class UsageException(string problem) : Exception(problem);
