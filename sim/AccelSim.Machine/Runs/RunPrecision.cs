namespace AccelSim.Machine;

/// <summary>Element types that a model is compiled to.</summary>
public enum RunPrecision
{
    /// <summary>As the model says.</summary>
    Model,
    Fp32,
    Fp16,
    Bf16,

    /// <summary>int8 weights and activations in matrix products, fp16 elsewhere.</summary>
    Int8,

    /// <summary>int16 likewise.</summary>
    Int16,
}
