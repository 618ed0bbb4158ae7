namespace AccelSim.Functional.Mlu;

/// <summary>What a launch executed.</summary>
/// <param name="Instructions">Instructions of all cores.</param>
/// <param name="Operations">Operations handed to queues.</param>
public readonly record struct MluLaunchCounts(long Instructions, long Operations);
