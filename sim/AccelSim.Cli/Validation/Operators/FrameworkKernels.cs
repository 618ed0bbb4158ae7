using AccelSim.Compiler.Simt.Operators;
using AccelSim.Machine.Simt;
using AccelSim.Tensors;

namespace AccelSim.Cli;

/// <summary>
/// The kernels that a source timed, where it says which framework it ran and that framework's are public and divide the work in another way than ours. vidur
/// (vidur/profiling/mlp/mlp_impl.py) times layers of Sarathi-Serve, whose kernels are vLLM's, and PyTorch's own; aiconfigurator (collector/*/collect_attn.py) times an attention layer, which
/// first writes its keys and values to the cache, and a layer of SmoothQuant (collector/trtllm/collect_gemm_trt.py); llmservingsim (llm_profile/models) layers of Hugging Face's Llama, which PyTorch runs eagerly.
/// </summary>
internal static class FrameworkKernels
{
    /// <summary>Up to so many indices PyTorch takes another kernel, which is not here.</summary>
    private const int SmallIndex = 16;

    /// <summary>Compiles a row's kernels; null where the source does not say more than the operator.</summary>
    public static OperatorProgram? Compile(OperatorRow row, SimtChip chip)
    {
        if (row.Source is not ("vidur" or "aiconfigurator" or "llmservingsim") || row.Type is not ("fp16" or "bf16" or "int8"))
        {
            return null;
        }

        var d = row.Dims!;
        var type = row.Type == "bf16" ? ElementType.BFloat16 : ElementType.Float16;
        var compiler = new FrameworkCompiler(chip, type);
        if (row.Type == "int8")
        {
            return row.IsTensorRtLayer && row.Operator == "gemm" && d["k"] % 2 == 0 ? compiler.SmoothQuantProduct(d.Int("m"), d.Int("n"), d.Int("k")) : null;
        }

        return (row.Source, row.Operator) switch
        {
            ("vidur", "silu_mul") when d.Or("rows", 0) * d.Or("cols", 0) == d["elems"] => compiler.SiluProduct(d.Int("rows"), d.Int("cols")),
            ("vidur", "rmsnorm") => compiler.RmsNorm(d.Int("rows"), d.Int("cols")),
            ("vidur", "layernorm") => compiler.LayerNorm(d.Int("rows"), d.Int("cols")),
            ("vidur", "rope") => compiler.Rope(d.Int("tokens"), d.Int("heads"), d.Int("kv_heads"), d.Int("head_dim")),
            ("vidur", "embedding") => compiler.Embedding(d.Int("tokens"), d.Int("dim"), d.Int("vocab")),

            // its blocks have attention and MLP side by side: attention + MLP + residual
            ("vidur", "ew:add") when row.Note.Contains("phi-2", StringComparison.Ordinal) => compiler.Sum(d["elems"]),
            ("aiconfigurator", "attention_prefill") => compiler.CachedAttention(
                d.Int("batch"), d.Int("heads"), d.KvHeads, d.Int("seq"), d.Int("seq"), d.Int("head_dim"), d.Or("causal", 0) > 0, Frame(row, chip, several: true)),
            ("aiconfigurator", "attention_decode") => compiler.CachedAttention(d.Int("batch"), d.Int("heads"), d.KvHeads, 1, d.Int("kv_len"), d.Int("head_dim"), causal: false, Frame(row, chip, several: false)),
            ("aiconfigurator", "attention_encoder") when IsTensorRt(row) => compiler.EncoderAttention(d.Int("batch"), d.Int("heads"), d.Int("seq"), d.Int("head_dim")),
            ("llmservingsim", "rmsnorm") => new TorchCompiler(chip, type).RmsNorm(d.Int("rows"), d.Int("cols")),
            ("llmservingsim", "rope") => new TorchCompiler(chip, type).Rope(d.Int("tokens"), d.Int("heads"), d.Int("kv_heads"), d.Int("head_dim")),
            ("llmservingsim", "silu_mul") => new TorchCompiler(chip, type).SiluProduct(d["elems"]),
            ("llmservingsim", "embedding") when d["tokens"] > SmallIndex => compiler.Embedding(d.Int("tokens"), d.Int("dim"), d.Int("vocab")),
            _ => null,
        };
    }

    /// <summary>
    /// What the server does beside the attention. SGLang takes FlashAttention-3, which plans splits first; whether it packs heads on Hopper depends on more than the row says. TensorRT-LLM sums lengths
    /// only where there are <paramref name="several"/> new tokens (<c>isBuildDecoderInfoKernelNeeded</c>, cpp/tensorrt_llm/kernels/gptKernels.h).
    /// </summary>
    private static AttentionFrame Frame(OperatorRow row, SimtChip chip, bool several) =>
        row.Note.Contains("sglang", StringComparison.Ordinal)
            ? AttentionFrame.Plans | (chip.Name.StartsWith("A100", StringComparison.Ordinal) ? AttentionFrame.Packs : AttentionFrame.None)
            : !IsTensorRt(row) ? AttentionFrame.None
            : AttentionFrame.Rotates | (several ? AttentionFrame.Offsets : AttentionFrame.None);

    private static bool IsTensorRt(OperatorRow row) => row.Note.Contains("trtllm", StringComparison.Ordinal);
}
