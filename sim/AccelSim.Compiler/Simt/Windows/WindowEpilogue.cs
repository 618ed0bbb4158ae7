using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>What becomes of the sums of a convolution: activation(sum + bias + residual).</summary>
/// <param name="HasBias">A number per channel is added, buffer bias.</param>
/// <param name="HasResidual">A tensor like the result is added, buffer residual.</param>
/// <param name="Activation">Function of each element.</param>
internal sealed record WindowEpilogue(bool HasBias, bool HasResidual, Activation Activation);
