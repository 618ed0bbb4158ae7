using AccelSim.Isa.Image;

namespace AccelSim.Runtime;

/// <summary>A launch that was run.</summary>
/// <param name="Command">The command.</param>
/// <param name="Start">When the device took it, fs.</param>
/// <param name="Outcome">What it did.</param>
internal sealed record LaunchRecord(LaunchCommand Command, long Start, DeviceLaunch Outcome);
