using System.Globalization;

namespace AccelSim.Graph.Operators;

/// <summary>An element-wise non-linear function with its parameters; see <see cref="ActivationKind"/> for what A and B mean.</summary>
/// <param name="Kind">Which function.</param>
/// <param name="A">First parameter; 0 where the function has none.</param>
/// <param name="B">Second parameter; 0 where the function has none.</param>
public readonly record struct Activation(ActivationKind Kind, double A = 0, double B = 0)
{
    /// <summary>No function: the identity.</summary>
    public static Activation None => default;

    /// <summary>max(x, 0).</summary>
    public static Activation Relu => new(ActivationKind.Relu);

    /// <summary>min(max(x, 0), 6).</summary>
    public static Activation Relu6 => Clip(0, 6);

    /// <summary>True where there is no function.</summary>
    public bool IsNone => Kind == ActivationKind.None;

    /// <summary>min(max(x, low), high).</summary>
    public static Activation Clip(double low, double high) => new(ActivationKind.Clip, low, high);

    /// <summary>Written as <c>Relu</c> or <c>Clip(0, 6)</c>.</summary>
    public override string ToString() => Kind switch
    {
        ActivationKind.LeakyRelu or ActivationKind.Silu or ActivationKind.Elu or ActivationKind.Celu or ActivationKind.ThresholdedRelu =>
            string.Create(CultureInfo.InvariantCulture, $"{Kind}({A})"),
        ActivationKind.Clip or ActivationKind.HardSigmoid or ActivationKind.Selu => string.Create(CultureInfo.InvariantCulture, $"{Kind}({A}, {B})"),
        _ => Kind.ToString(),
    };
}
