namespace AccelSim.Compiler.Simt.Windows;

/// <summary>Convolution of every channel by itself: x, w [row][column][channel], [bias], [residual], y.</summary>
/// <param name="Shape">How the window slides.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Epilogue">What becomes of the sums.</param>
internal sealed record DepthwiseProblem(WindowShape Shape, int Channels, WindowEpilogue Epilogue);
