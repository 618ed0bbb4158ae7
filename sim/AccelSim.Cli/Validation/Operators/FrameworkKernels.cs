using AccelSim.Compiler.Simt.Operators;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Cli;

/// <summary>
/// The kernels that a source timed, where it says which framework it ran and that framework's are public and divide the work in another way than ours. vidur
/// (vidur/profiling/mlp/mlp_impl.py) times layers of Sarathi-Serve, whose kernels are vLLM's, and PyTorch's own; aiconfigurator (collector/*/collect_attn.py) times an attention layer, which
/// first writes its keys and values to the cache.
/// </summary>
internal static class FrameworkKernels
{
    /// <summary>Compiles a row's kernels; null where the source does not say more than the operator.</summary>
    public static OperatorProgram? Compile(OperatorRow row, SimtChip chip)
    {
        if (row.Source is not ("vidur" or "aiconfigurator") || row.Type is not ("fp16" or "bf16"))
        {
            return null;
        }

        var d = row.Dims!;
        int Int(string key) => checked((int)d[key]);
        int KvHeads() => checked((int)d.Or("kv_heads", d["heads"]));
        var compiler = new FrameworkCompiler(chip, row.Type == "fp16" ? ElementType.Float16 : ElementType.BFloat16);
        return (row.Source, row.Operator) switch
        {
            ("vidur", "silu_mul") when d.Or("rows", 0) * d.Or("cols", 0) == d["elems"] => compiler.SiluProduct(Int("rows"), Int("cols")),
            ("vidur", "rmsnorm") => compiler.RmsNorm(Int("rows"), Int("cols")),
            ("vidur", "layernorm") => compiler.LayerNorm(Int("rows"), Int("cols")),
            ("vidur", "rope") => compiler.Rope(Int("tokens"), Int("heads"), Int("kv_heads"), Int("head_dim")),
            ("vidur", "embedding") => compiler.Embedding(Int("tokens"), Int("dim"), Int("vocab")),

            // its blocks have attention and MLP side by side: attention + MLP + residual
            ("vidur", "ew:add") when row.Note.Contains("phi-2", StringComparison.Ordinal) => compiler.Sum(d["elems"]),
            ("aiconfigurator", "attention_prefill") => compiler.CachedAttention(
                Int("batch"), Int("heads"), KvHeads(), Int("seq"), Int("seq"), Int("head_dim"), d.Or("causal", 0) > 0, Packs(row, chip), Rotates(row)),
            ("aiconfigurator", "attention_decode") => compiler.CachedAttention(Int("batch"), Int("heads"), KvHeads(), 1, Int("kv_len"), Int("head_dim"), causal: false, Packs(row, chip), Rotates(row)),
            _ => null,
        };
    }

    /// <summary>SGLang takes FlashAttention-3; what that does on Hopper depends on more than the row says.</summary>
    private static bool Packs(OperatorRow row, SimtChip chip) => row.Note.Contains("sglang", StringComparison.Ordinal) && chip.Name.StartsWith("A100", StringComparison.Ordinal);

    private static bool Rotates(OperatorRow row) => row.Note.Contains("trtllm", StringComparison.Ordinal);
}
