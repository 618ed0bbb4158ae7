using AccelSim.Machine.Simt;
using AccelSim.Reports;

namespace AccelSim.Cli;

/// <summary>Which rows are judged together. Gates are for the A100, on which nothing was fitted to operators; other chips are reported.</summary>
internal static class OperatorGroups
{
    private const double LeastProduct = 10;
    private const double LeastPrefill = 50;
    private const double LeastLaunchInclusive = 100;

    private static readonly OperatorGroup Products = new("A100 GEMM fp16/bf16, kernel-timed, over 10 us", 0.13, 0.25);
    private static readonly OperatorGroup IntegerProducts = new("A100 GEMM int8, kernel-timed, over 10 us", 0.23);
    private static readonly OperatorGroup Memory = new("A100 softmax, norm, GELU, SiLU, element-wise", 0.22);
    private static readonly OperatorGroup Prefill = new("A100 attention prefill, over 50 us", 0.25);

    /// <summary>The group of a row.</summary>
    public static OperatorGroup Of(OperatorRow row, SimtChip chip) =>
        row.IsLaunchInclusive && row.Microseconds < LeastLaunchInclusive || !chip.Name.StartsWith("A100", StringComparison.Ordinal) ? new(Described(row, chip)) : row.Operator switch
        {
            "gemm" when row.Microseconds >= LeastProduct && !row.IsLaunchInclusive && row.Type is "fp16" or "bf16" => Products,
            "gemm" when row.Microseconds >= LeastProduct && !row.IsLaunchInclusive && row.Type is "int8" => IntegerProducts,
            "attention_prefill" when row.Microseconds >= LeastPrefill => Prefill,
            "softmax" or "layernorm" or "rmsnorm" or "gelu" or "silu_mul" => Memory,
            _ when row.Operator.StartsWith("ew:", StringComparison.Ordinal) => Memory,
            _ => new(Described(row, chip)),
        };

    private static string Described(OperatorRow row, SimtChip chip) =>
        $"{chip.Name.Split('-')[0]} {row.Kind!.Family}{(row.Operator is "gemm" or "bmm" or "conv2d" ? $" {row.Type}" : "")}{(row.IsLaunchInclusive ? ", launch-inclusive" : "")}{(Short(row) ? ", shorter" : "")}";

    private static bool Short(OperatorRow row) => row.Operator switch
    {
        "gemm" => !row.IsLaunchInclusive && row.Microseconds < LeastProduct,
        "attention_prefill" => row.Microseconds < LeastPrefill,
        _ => false,
    };
}
