namespace AccelSim.Cli;

/// <summary>
/// What the host adds to a launch-inclusive measurement. The least time of each operator among the rows of its source below 100 us, which are not
/// compared, is the host's alone: from the event before the launch until the framework has launched the kernel. Less <see cref="LeastKernel"/>, the
/// part of it that is the shortest kernel's.
/// </summary>
internal static class HostLaunch
{
    /// <summary>An empty kernel between two events, microseconds: starting, draining.</summary>
    private const double LeastKernel = 5;

    private const double Unknown = 15;

    private static readonly (string Source, string Chip, string Operator, double Floor)[] Floors =
    [
        ("neusight", "A100", "ew:relu", 30.6), ("neusight", "A100", "ew:gelu", 30.0), ("neusight", "A100", "ew:", 26.0),
        ("neusight", "A100", "softmax", 32.6), ("neusight", "A100", "layernorm", 45.4), ("neusight", "A100", "bmm", 30.4), ("neusight", "A100", "gemm", 53.0),
        ("neusight", "A100", "conv2d", 80.7),
        ("neusight", "V100", "ew:relu", 38.4), ("neusight", "V100", "ew:gelu", 37.6), ("neusight", "V100", "ew:", 32.1),
        ("neusight", "V100", "softmax", 40.2), ("neusight", "V100", "layernorm", 58.1), ("neusight", "V100", "bmm", 39.8), ("neusight", "V100", "gemm", 64.0),

        // none of its convolutions is below 100 us; its host takes longer than that of the A100 for all other operators
        ("neusight", "V100", "conv2d", 80.7),
        ("llmcompass", "A100", "gelu", 47.2), ("llmcompass", "A100", "layernorm", 52.1), ("llmcompass", "A100", "softmax", 13.1),
    ];

    /// <summary>Microseconds that the host takes of a row's time; 15, a guess, where the source has no short rows of the operator.</summary>
    public static double Of(OperatorRow row) =>
        Array.Find(Floors, f => f.Source == row.Source && row.Chip.StartsWith(f.Chip, StringComparison.Ordinal) && row.Operator.StartsWith(f.Operator, StringComparison.Ordinal)) is { Source: not null } found
            ? found.Floor - LeastKernel : Unknown;
}
