namespace AccelSim.Compiler.Simt.Rows;

/// <summary>What is computed along each row.</summary>
internal enum RowKind
{
    /// <summary>e^(x - max) / Σ e^(x - max).</summary>
    Softmax,

    /// <summary>x - max - ln Σ e^(x - max).</summary>
    LogSoftmax,

    /// <summary>(x - mean) / √(variance + epsilon), scaled and shifted.</summary>
    LayerNorm,

    /// <summary>x / √(mean of x² + epsilon), scaled.</summary>
    RmsNorm,
}
