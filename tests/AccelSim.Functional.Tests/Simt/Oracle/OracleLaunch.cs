using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>What the oracle knows of a launch.</summary>
internal sealed record OracleLaunch(SimtKernel Kernel, SimtExtent Grid, SimtExtent Block, int WarpWidth, byte[] Constants, byte[] Global);
