using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Neighbouring columns of one row that a lane holds the sums of.</summary>
/// <param name="Sums">The sums, fp32.</param>
/// <param name="Row">Row inside the strip, beyond the lane's first.</param>
/// <param name="Column">First column inside the warp's part, beyond the lane's first.</param>
internal readonly record struct AccumulatorRun(Reg Sums, int Row, int Column);
