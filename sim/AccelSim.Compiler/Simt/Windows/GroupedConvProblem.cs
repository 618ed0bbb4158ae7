namespace AccelSim.Compiler.Simt.Windows;

/// <summary>
/// Convolution whose channels are divided into groups: x, w [row][column][input channel of the group][output channel of all groups], [bias], [residual], y.
/// </summary>
/// <param name="Shape">How the window slides.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Epilogue">What becomes of the sums.</param>
internal sealed record GroupedConvProblem(WindowShape Shape, int Inputs, int Outputs, int Groups, WindowEpilogue Epilogue);
