using AccelSim.Compiler.Lowering;

namespace AccelSim.Compiler.Simt.Lowering;

/// <summary>Where the operands of a product lie.</summary>
/// <param name="A">Left factor, or activations.</param>
/// <param name="B">Right factor, or weights.</param>
/// <param name="C">Result.</param>
/// <param name="Bias">Vector that is added; null for none.</param>
/// <param name="Residual">Tensor like the result that is added; null for none.</param>
internal sealed record ProductOperands(TensorView A, TensorView B, TensorView C, TensorView? Bias, TensorView? Residual);
