using System.Collections.Immutable;

namespace AccelSim.Cli;

/// <summary>An operator that rows may name, the dims keys that it takes, and the work that they say.</summary>
internal sealed record OperatorKind
{
    private static readonly ImmutableArray<OperatorKind> All = [.. Products(), .. Rows(), .. Elements(), .. Tables()];

    /// <summary>As in the column <c>op</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Operators that tables show together.</summary>
    public required string Family { get; init; }

    /// <summary>Keys that must be there.</summary>
    public required ImmutableArray<string> Keys { get; init; }

    /// <summary>Keys that may be there.</summary>
    public ImmutableArray<string> Optional { get; init; } = [];

    /// <summary>Multiplications and additions of the products; 0 where the operator is none.</summary>
    public Func<OperatorDims, double> Flops { get; init; } = _ => 0;

    /// <summary>Elements that are read or written, each once.</summary>
    public required Func<OperatorDims, double> Moved { get; init; }

    /// <summary>The operator of a name; null where there is none.</summary>
    public static OperatorKind? Named(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Key of <paramref name="dims"/> that the operator does not know; null where there is none.</summary>
    public string? Unknown(OperatorDims dims) => dims.Keys.FirstOrDefault(key => !Keys.Contains(key) && !Optional.Contains(key));

    private static IEnumerable<OperatorKind> Products()
    {
        yield return new()
        {
            Name = "gemm",
            Family = "gemm",
            Keys = ["m", "n", "k"],
            Optional = ["ta", "tb", "bias"],
            Flops = d => 2.0 * d["m"] * d["n"] * d["k"],
            Moved = d => ((double)d["m"] * d["k"]) + ((double)d["k"] * d["n"]) + ((double)d["m"] * d["n"]),
        };
        yield return new()
        {
            Name = "bmm",
            Family = "bmm",
            Keys = ["b", "m", "n", "k"],
            Flops = d => 2.0 * d["b"] * d["m"] * d["n"] * d["k"],
            Moved = d => d["b"] * (((double)d["m"] * d["k"]) + ((double)d["k"] * d["n"]) + ((double)d["m"] * d["n"])),
        };
        yield return new()
        {
            Name = "conv2d",
            Family = "conv2d",
            Keys = ["n", "c", "h", "w", "k", "r", "s"],
            Optional = ["stride", "pad", "stride_h", "stride_w", "pad_h", "pad_w"],
            Flops = d => 2.0 * d["n"] * d["k"] * Result(d, "h", "r") * Result(d, "w", "s") * d["c"] * d["r"] * d["s"],
            Moved = d => ((double)d["n"] * d["c"] * d["h"] * d["w"]) + ((double)d["k"] * d["c"] * d["r"] * d["s"])
                + ((double)d["n"] * d["k"] * Result(d, "h", "r") * Result(d, "w", "s")),
        };
        foreach (var name in (string[])["attention_prefill", "attention_encoder"])
        {
            yield return new()
            {
                Name = name,
                Family = name,
                Keys = ["batch", "seq", "heads", "head_dim"],
                Optional = ["kv_heads", "causal"],
                Flops = d => 4.0 * d["batch"] * d["heads"] * d["seq"] * d["seq"] * d["head_dim"] / (d.Or("causal", 0) > 0 ? 2 : 1),
                Moved = d => 2.0 * d["batch"] * d["seq"] * (d["heads"] + d.Or("kv_heads", d["heads"])) * d["head_dim"],
            };
        }

        yield return new()
        {
            Name = "attention_decode",
            Family = "attention_decode",
            Keys = ["batch", "kv_len", "heads", "head_dim"],
            Optional = ["kv_heads"],
            Moved = d => 2.0 * d["batch"] * d["head_dim"] * (d["heads"] + ((double)d["kv_len"] * d.Or("kv_heads", d["heads"]))),
        };
    }

    private static IEnumerable<OperatorKind> Rows() => ((string[])["softmax", "layernorm", "rmsnorm"]).Select(name => new OperatorKind
    {
        Name = name,
        Family = name,
        Keys = ["rows", "cols"],
        Moved = d => 2.0 * d["rows"] * d["cols"],
    });

    private static IEnumerable<OperatorKind> Elements()
    {
        foreach (var (name, operands) in ((string, int)[])[
            ("copy", 1), ("gelu", 1), ("silu_mul", 2), ("ew:add", 2), ("ew:sub", 2), ("ew:mul", 2), ("ew:div", 2), ("ew:pow", 2),
            ("ew:add_scalar", 1), ("ew:mul_scalar", 1), ("ew:div_scalar", 1), ("ew:pow_scalar", 1), ("ew:relu", 1), ("ew:tanh", 1), ("ew:gelu", 1)])
        {
            yield return new()
            {
                Name = name,
                Family = name.StartsWith("ew:", StringComparison.Ordinal) && name != "ew:gelu" ? "element-wise" : name.Replace("ew:", "", StringComparison.Ordinal),
                Keys = ["elems"],
                Optional = ["rows", "cols"],
                Moved = d => (operands + 1.0) * d["elems"],
            };
        }
    }

    private static IEnumerable<OperatorKind> Tables()
    {
        yield return new() { Name = "embedding", Family = "embedding", Keys = ["tokens", "dim", "vocab"], Moved = d => 2.0 * d["tokens"] * d["dim"] };
        yield return new()
        {
            Name = "rope",
            Family = "rope",
            Keys = ["tokens", "heads", "kv_heads", "head_dim"],
            Moved = d => 2.0 * d["tokens"] * (d["heads"] + d["kv_heads"]) * d["head_dim"],
        };
    }

    /// <summary>Rows or columns of a convolution's result.</summary>
    private static double Result(OperatorDims d, string size, string window)
    {
        long stride = Math.Max(1, d.Or("stride_" + size, d.Or("stride", 1))), pad = d.Or("pad_" + size, d.Or("pad", 0));
        return Math.Max(0, ((d[size] + (2 * pad) - d[window]) / stride) + 1);
    }
}
