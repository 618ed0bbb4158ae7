namespace AccelSim.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Points">Points of the study.</param>
/// <param name="Known">Of them in the store before it began.</param>
/// <param name="Done">Of them in the store now.</param>
/// <param name="Running">Of them under way.</param>
/// <param name="Failed">Of those done, failed.</param>
/// <param name="Last">What is varied in the point that was done last; empty before.</param>
public sealed record StudyProgress(int Points, int Known, int Done, int Running, int Failed, string Last);
