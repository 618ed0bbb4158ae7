namespace AccelSim.Isa.Assembly;

/// <summary>A launch argument: a number, or the address of a buffer plus a number.</summary>
/// <param name="Buffer">Buffer name or null.</param>
/// <param name="Value">Value, or offset in bytes.</param>
public sealed record LaunchArgument(string? Buffer, long Value);
