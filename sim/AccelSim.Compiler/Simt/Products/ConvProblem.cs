using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// A convolution without groups: activations [n, h, w, ci], weights [kh, kw, ci, co], result [n, oh, ow, co]. One spatial axis is a height of 1.
/// As a matrix product its rows are output pixels, its columns output channels, and k runs over window rows, window columns and input channels.
/// </summary>
internal sealed record ConvProblem
{
    public required int Images { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int InputChannels { get; init; }

    public required int OutputChannels { get; init; }

    public required (int Height, int Width) Kernel { get; init; }

    public (int Height, int Width) Stride { get; init; } = (1, 1);

    public (int Height, int Width) Dilation { get; init; } = (1, 1);

    /// <summary>Rows above and columns before the first.</summary>
    public (int Top, int Left) Padding { get; init; }

    /// <summary>Extent of the result.</summary>
    public required (int Height, int Width) Output { get; init; }

    /// <summary>Element type of activations and weights.</summary>
    public required ElementType Input { get; init; }

    public GemmEpilogue Epilogue { get; init; } = new();

    /// <summary>True where it is a product of matrices as they lie.</summary>
    public bool IsProduct => Kernel == (1, 1) && Stride == (1, 1) && Padding == (0, 0) && Output == (Height, Width);

    /// <summary>True where some window reaches beyond the image.</summary>
    public bool ReachesOutside => Outside(Padding.Top, Output.Height, Stride.Height, Kernel.Height, Dilation.Height, Height)
        || Outside(Padding.Left, Output.Width, Stride.Width, Kernel.Width, Dilation.Width, Width);

    /// <summary>The product; that of a convolution that is none reads A through <see cref="ConvAddresses"/>.</summary>
    public GemmProblem Product => new()
    {
        M = Images * Output.Height * Output.Width,
        N = OutputChannels,
        K = Kernel.Height * Kernel.Width * InputChannels,
        A = new(IsProduct ? InputChannels : Kernel.Height * Kernel.Width * InputChannels),
        B = new(OutputChannels),
        C = new(OutputChannels),
        Input = Input,
        Epilogue = Epilogue,
    };

    /// <summary>Unit and layout: a read of A stays inside the channels of a pixel.</summary>
    public ProductPlan Plan(SimtTarget target) => ProductPlan.Of(
        target, Input, new(true, new GemmOperand(InputChannels).AccessBytes(InputChannels, Input.SizeInBytes())), new(false, Product.ReadBytes(false)));

    private static bool Outside(int padding, int outputs, int stride, int kernel, int dilation, int extent) =>
        padding > 0 || ((outputs - 1) * stride) + ((kernel - 1) * dilation) - padding >= extent;
}
