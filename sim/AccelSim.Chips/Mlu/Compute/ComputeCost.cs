using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>Cycles of one vector or tensor instruction.</summary>
/// <param name="Start">Fixed start overhead.</param>
/// <param name="Work">Cycles at the rate of the unit.</param>
/// <param name="Cause">What the work is called.</param>
public readonly record struct ComputeCost(long Start, long Work, Cause Cause);
