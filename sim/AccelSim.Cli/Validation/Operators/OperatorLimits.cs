using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>Why a row cannot be repeated here, as far as the row itself says it.</summary>
internal static class OperatorLimits
{
    private const double MostFlops = 50e9;

    /// <summary>fp32 runs on the lanes of the multiply-adds: some ten times as many instructions as on tensor cores.</summary>
    private const double MostLaneFlops = 5e9;
    private const double MostBytes = 500e6;
    private const double LeastLaunchInclusive = 100;

    private static readonly (string Start, string Reason)[] NotOperators =
    [
        ("model:", "whole models are not operators: accelsim run"),
        ("all_", "a collective of several chips: accelsim validate collectives"),
        ("alltoall", "a collective of several chips: accelsim validate collectives"),
        ("reduce_scatter", "a collective of several chips: accelsim validate collectives"),
        ("send_recv", "a copy between chips: accelsim collectives"),
        ("conv2d_bwd", "operators of training have no kernels here"),
    ];

    /// <summary>The reason; null where the row may be simulated on <paramref name="chip"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="chip">Chip that stands for the row's; null where there is none.</param>
    /// <param name="sample">True where long rows are sampled.</param>
    public static string? Reason(OperatorRow row, SimtChip? chip, bool sample)
    {
        if (Array.Find(NotOperators, entry => row.Operator.StartsWith(entry.Start, StringComparison.Ordinal)) is { Reason: { } reason })
        {
            return reason;
        }

        if (row.Kind is null)
        {
            return $"operator '{row.Operator}' has no kernel here";
        }

        if (chip is null)
        {
            return $"no chip file stands for '{row.Chip}'; name one with --chip \"{row.Chip}=FILE\"";
        }

        if (row.Kind.Unknown(row.Dims!) is { } key)
        {
            return $"the dims key '{key}' of {row.Operator} is not known here";
        }

        if (row.Type is not ("fp32" or "fp16" or "bf16") && !(row.Type == "int8" && row.Operator == "gemm"))
        {
            return $"{row.Operator} on {row.Type} has no kernel here";
        }

        return Way(row) ?? (sample ? null : Long(row));
    }

    /// <summary>Why every block of a row would take too long; null where it would not.</summary>
    public static string? Long(OperatorRow row) =>
        row.Flops > MostFlops ? "over 50 GFLOP: needs --sample"
        : row.Type == "fp32" && row.Flops > MostLaneFlops ? "over 5 GFLOP on lanes of fp32: needs --sample"
        : row.Bytes > MostBytes ? "over 500 MB of data: needs --sample"
        : null;

    private static string? Way(OperatorRow row) =>
        row.Operator == "conv2d" && !row.Note.Contains("algo=implicit_gemm", StringComparison.Ordinal) ? "convolution by another algorithm than implicit GEMM, or the note does not say algo=implicit_gemm"
        : row.IsLaunchInclusive && row.Microseconds < LeastLaunchInclusive ? "launch-inclusive and below 100 us: the host was measured"
        : null;
}
