using System.Collections.Immutable;
using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>One kernel launch of a program's host command stream.</summary>
/// <param name="Kernel">Kernel name.</param>
/// <param name="Grid">Blocks.</param>
/// <param name="Block">Threads of a block.</param>
/// <param name="SharedBytes">Bytes of shared memory of a block beside what the kernel declares.</param>
/// <param name="Arguments">Arguments in order.</param>
/// <param name="Repeat">How many times it is launched back to back.</param>
/// <param name="Stream">Stream.</param>
/// <param name="Priority">Of kernels that run at once, those with more have their blocks placed first.</param>
public sealed record SimtLaunch(
    string Kernel, SimtExtent Grid, SimtExtent Block, int SharedBytes, ImmutableArray<LaunchArgument> Arguments, int Repeat, int Stream, int Priority) : SimtHostCommand(Stream);
