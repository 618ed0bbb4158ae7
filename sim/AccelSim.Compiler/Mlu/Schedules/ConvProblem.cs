using AccelSim.Graph.Operators;

namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>
/// A convolution as the kernel sees it: channels last, one group or one per channel. A matrix product with constant weights is the same thing with a window of one
/// (rows of the left matrix are pixels).
/// </summary>
public sealed record ConvProblem
{
    /// <summary>Images.</summary>
    public required long N { get; init; }

    /// <summary>Input rows.</summary>
    public required long H { get; init; }

    /// <summary>Input columns.</summary>
    public required long W { get; init; }

    /// <summary>Input channels.</summary>
    public required long Ci { get; init; }

    /// <summary>Output channels.</summary>
    public required long Co { get; init; }

    /// <summary>Groups that input and output channels are divided into.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Window rows.</summary>
    public long Kh { get; init; } = 1;

    /// <summary>Window columns.</summary>
    public long Kw { get; init; } = 1;

    /// <summary>Row stride.</summary>
    public long Sy { get; init; } = 1;

    /// <summary>Column stride.</summary>
    public long Sx { get; init; } = 1;

    /// <summary>Row dilation.</summary>
    public long Dy { get; init; } = 1;

    /// <summary>Column dilation.</summary>
    public long Dx { get; init; } = 1;

    /// <summary>Rows of zeros above.</summary>
    public long Top { get; init; }

    /// <summary>Rows of zeros below.</summary>
    public long Bottom { get; init; }

    /// <summary>Columns of zeros on the left.</summary>
    public long Left { get; init; }

    /// <summary>Columns of zeros on the right.</summary>
    public long Right { get; init; }

    /// <summary>True when a vector of Co elements is added.</summary>
    public bool HasBias { get; init; }

    /// <summary>True when a tensor of the result's shape is added before the activation.</summary>
    public bool HasResidual { get; init; }

    /// <summary>Applied last.</summary>
    public Activation Activation { get; init; }

    /// <summary>Rows the window reaches over.</summary>
    public long ReachY => ((Kh - 1) * Dy) + 1;

    /// <summary>Columns the window reaches over.</summary>
    public long ReachX => ((Kw - 1) * Dx) + 1;

    /// <summary>Output rows.</summary>
    public long Ho => ((H + Top + Bottom - ReachY) / Sy) + 1;

    /// <summary>Output columns.</summary>
    public long Wo => ((W + Left + Right - ReachX) / Sx) + 1;

    /// <summary>Multiply-accumulate operations.</summary>
    public long Macs => N * Ho * Wo * Co * (Ci / Groups) * Kh * Kw;

    /// <summary>True when every channel is its own group, which the vector unit computes.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == Ci && Co == Ci;

    /// <summary>
    /// The same result from a simpler shape: a window of one without padding works on a plain list of pixels; and a one-row window with a row
    /// stride reads only the rows it needs.
    /// </summary>
    public ConvProblem Simplified() =>
        Kh == 1 && Kw == 1 && Sx == 1 && Sy == 1 && Top + Bottom + Left + Right == 0 ? this with { N = 1, H = N * H * W, W = 1 } : this;
}
