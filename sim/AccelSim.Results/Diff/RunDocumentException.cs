namespace AccelSim.Results.Diff;

/// <summary>A file that is not a result as <c>run --json</c> writes it; the message names file and reason.</summary>
public sealed class RunDocumentException(string problem, Exception? cause = null) : Exception(problem, cause);
