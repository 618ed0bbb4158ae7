namespace AccelSim.Graph;

/// <summary>What a generated weight is for, which decides how large its values are: so that activations stay within half precision through the whole network.</summary>
public enum WeightRole
{
    /// <summary>Nothing known: small values around 0.</summary>
    Other,

    /// <summary>Kernel of a convolution or matrix product: uniform around 0, scaled by its fan-in.</summary>
    Kernel,

    /// <summary>Added to a result: small values around 0.</summary>
    Bias,

    /// <summary>Scale of a normalisation: near 1.</summary>
    Gamma,

    /// <summary>Offset of a normalisation: small values around 0.</summary>
    Beta,

    /// <summary>Running mean of a batch normalisation: small values around 0.</summary>
    Mean,

    /// <summary>Running variance of a batch normalisation: 0.5 to 1.5.</summary>
    Variance,

    /// <summary>Rows looked up by index: small values around 0.</summary>
    Embedding,
}
