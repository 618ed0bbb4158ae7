using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>Pooling of channels-last images: x, y.</summary>
/// <param name="Kind">Maximum or average.</param>
/// <param name="Shape">How the window slides.</param>
/// <param name="Channels">Channels.</param>
/// <param name="CountsPadding">Averages: padding counts as zeros; what hangs over beyond it never counts.</param>
internal sealed record PoolProblem(PoolKind Kind, WindowShape Shape, int Channels, bool CountsPadding);
