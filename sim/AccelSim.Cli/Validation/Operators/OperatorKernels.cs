using AccelSim.Compiler.Simt.Operators;
using AccelSim.Graph.Operators;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Cli;

/// <summary>The program that computes a measured operator.</summary>
internal static class OperatorKernels
{
    private const double Constant = 2.5;

    /// <summary>Compiles it; null where there is no kernel.</summary>
    public static OperatorProgram? Compile(OperatorRow row, SimtChip chip)
    {
        if (row.Type == "int8" && (row.Operator != "gemm" || row.Dims!["k"] % 2 != 0))
        {
            return null;
        }

        var compiler = new OperatorCompiler(chip, row.Type switch { "fp16" or "int8" => ElementType.Float16, "bf16" => ElementType.BFloat16, _ => ElementType.Float32 });
        var d = row.Dims!;
        return row.Operator switch
        {
            "gemm" when row.Type == "int8" => compiler.Int8Product(d.Int("m"), d.Int("n"), d.Int("k")),
            "gemm" => compiler.Product(1, d.Int("m"), d.Int("n"), d.Int("k"), d.Or("ta", 0) > 0, d.Or("tb", row.IsLinearLayer ? 1 : 0) > 0, d.Or("bias", 0) > 0),
            "bmm" => compiler.Product(d.Int("b"), d.Int("m"), d.Int("n"), d.Int("k")),
            "conv2d" => compiler.Convolution(
                d.Int("n"), d.Int("c"), d.Int("k"), (d.Int("h"), d.Int("w")), (d.Int("r"), d.Int("s")), Pair(d, "stride", 1), Pair(d, "pad", 0)),
            "softmax" => compiler.Softmax(d.Int("rows"), d.Int("cols")),
            "layernorm" => compiler.LayerNorm(d.Int("rows"), d.Int("cols")),
            "rmsnorm" => compiler.RmsNorm(d.Int("rows"), d.Int("cols")),
            "attention_prefill" or "attention_encoder" => compiler.Attention(
                d.Int("batch"), d.Int("heads"), d.KvHeads, d.Int("seq"), d.Int("seq"), d.Int("head_dim"), d.Or("causal", 0) > 0),
            "attention_decode" => compiler.Attention(d.Int("batch"), d.Int("heads"), d.KvHeads, 1, d.Int("kv_len"), d.Int("head_dim"), causal: false),
            "embedding" => compiler.Embedding(d.Int("tokens"), d.Int("dim"), d.Int("vocab")),
            "rope" => compiler.Rope(d.Int("tokens"), d.Int("heads"), d.Int("kv_heads"), d.Int("head_dim")),
            "copy" => compiler.Copy(d["elems"]),
            "silu_mul" => compiler.SiluProduct(d["elems"]),
            "gelu" or "ew:gelu" => compiler.Elementwise(d["elems"], new Activate(new Activation(ActivationKind.Gelu)), 1),
            "ew:relu" => compiler.Elementwise(d["elems"], new Activate(new Activation(ActivationKind.Relu)), 1),
            "ew:tanh" => compiler.Elementwise(d["elems"], new Activate(new Activation(ActivationKind.Tanh)), 1),
            _ => Function(row.Operator) is { } function
                ? row.Operator.EndsWith("_scalar", StringComparison.Ordinal) ? compiler.Elementwise(d["elems"], function, 1, Constant) : compiler.Elementwise(d["elems"], function, 2)
                : null,
        };
    }

    private static Binary? Function(string name) => name.Replace("_scalar", "", StringComparison.Ordinal) switch
    {
        "ew:add" => new Binary(BinaryFunction.Add),
        "ew:sub" => new Binary(BinaryFunction.Sub),
        "ew:mul" => new Binary(BinaryFunction.Mul),
        "ew:div" => new Binary(BinaryFunction.Div),
        "ew:pow" => new Binary(BinaryFunction.Pow),
        _ => null,
    };

    /// <summary>A number for height and width, or one for each.</summary>
    private static (int Height, int Width) Pair(OperatorDims d, string key, long otherwise) =>
        (checked((int)d.Or(key + "_h", d.Or(key, otherwise))), checked((int)d.Or(key + "_w", d.Or(key, otherwise))));
}
