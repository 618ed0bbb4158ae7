namespace AccelSim.Cli;

/// <summary>One measurement of an operator on a chip.</summary>
internal sealed record OperatorRow
{
    /// <summary>Line of the file.</summary>
    public required long Line { get; init; }

    public required string Source { get; init; }

    /// <summary>Chip as the source calls it.</summary>
    public required string Chip { get; init; }

    /// <summary>Operator as in the file.</summary>
    public required string Operator { get; init; }

    /// <summary>Element type as in the file.</summary>
    public required string Type { get; init; }

    /// <summary>Sizes as in the file.</summary>
    public required string DimsText { get; init; }

    /// <summary>Microseconds that were measured.</summary>
    public required double Microseconds { get; init; }

    public required string Note { get; init; }

    /// <summary>The operator; null where it is none that is known.</summary>
    public OperatorKind? Kind { get; init; }

    /// <summary>Sizes; null where the operator is not known.</summary>
    public OperatorDims? Dims { get; init; }

    /// <summary>
    /// True where the time is that of one launch seen by the host, from before the launch to the end: the note says so (<c>incl. launch</c>,
    /// <c>event-timed</c>). Else it is the kernel's.
    /// </summary>
    public bool IsLaunchInclusive => Note.Contains("incl launch", StringComparison.Ordinal) || Note.Contains("incl. launch", StringComparison.Ordinal)
        || Note.Contains("event-timed", StringComparison.Ordinal);

    /// <summary>
    /// True where TensorRT's profiler timed a layer: between an event before and one after it, in a queue that the host has filled ahead (aiconfigurator's collector/trtllm/collect_gemm_trt.py,
    /// <c>trt_flow</c>; its notes of these rows say graph all the same).
    /// </summary>
    public bool IsTensorRtLayer => Note.Contains("trt_flow", StringComparison.Ordinal);

    /// <summary>
    /// True for a product that is a layer of a framework, whose weights lie [n, k]: of sources that time layers of language models, and with a bias.
    /// </summary>
    public bool IsLinearLayer => Source is "aiconfigurator" or "vidur" or "llmservingsim" || Dims!.Or("bias", 0) > 0;

    /// <summary>Multiplications and additions of the products.</summary>
    public double Flops => Kind is { } kind ? kind.Flops(Dims!) : 0;

    /// <summary>Bytes that are read or written, each element once.</summary>
    public double Bytes => Kind is { } kind ? kind.Moved(Dims!) * Type switch { "fp32" => 4, "int8" or "fp8" => 1, _ => 2 } : 0;

    /// <summary>Decade of the work: of its multiplications and additions, of its bytes where it has none.</summary>
    public int Decade => (int)Math.Floor(Math.Log10(Math.Max(1, Flops > 0 ? Flops : Bytes)));

    /// <summary>Operator, type and sizes in words.</summary>
    public string Name => $"{Operator} {Type} {DimsText.Trim('{', '}').Replace("\"", "", StringComparison.Ordinal).Replace(":", "=", StringComparison.Ordinal).Replace(",", " ", StringComparison.Ordinal)}";
}
