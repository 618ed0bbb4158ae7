namespace AccelSim.Studies;

/// <summary>A store of results that cannot be used; the message says what to do.</summary>
public sealed class StudyStoreException(string problem, Exception? cause = null) : Exception(problem, cause);
