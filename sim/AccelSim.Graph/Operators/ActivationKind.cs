namespace AccelSim.Graph.Operators;

/// <summary>The non-linear functions that networks put after a linear operation and that accelerators fuse into it.</summary>
public enum ActivationKind
{
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x where x ≥ 0, else A x.</summary>
    LeakyRelu,

    /// <summary>min(max(x, A), B); ReLU6 is Clip with 0 and 6.</summary>
    Clip,

    /// <summary>x Φ(x) with the error function.</summary>
    Gelu,

    /// <summary>GELU by the tanh formula: x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    GeluTanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    Tanh,

    /// <summary>min(max(A x + B, 0), 1).</summary>
    HardSigmoid,

    /// <summary>x min(max(x/6 + 1/2, 0), 1).</summary>
    HardSwish,

    /// <summary>x sigmoid(A x); SiLU with A = 1.</summary>
    Silu,

    /// <summary>x where x ≥ 0, else A (e^x - 1).</summary>
    Elu,

    /// <summary>B x where x > 0, else B A (e^x - 1).</summary>
    Selu,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>max(0, x) + min(0, A (e^(x/A) - 1)).</summary>
    Celu,

    /// <summary>x where x > A, else 0.</summary>
    ThresholdedRelu,

    /// <summary>x tanh(softplus(x)).</summary>
    Mish,
}
