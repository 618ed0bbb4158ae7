using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// What TensorRT-LLM's preprocessing of queries and keys leaves to do without a bias, a rotation and a cache: each is read and written back
/// (<c>applyBiasRopeUpdateKVCacheV2</c>, cpp/tensorrt_llm/kernels/unfusedAttentionKernels/unfusedAttentionKernels_2_template.h): a block per token. Parameters: q, k.
/// </summary>
internal static class EncoderPreprocessKernel
{
    private const int MostThreads = 256;

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="width">Elements of a token's queries, and of its keys.</param>
    /// <param name="target">Chip.</param>
    public static SimtLayerKernel Write(string name, int tokens, int width, SimtTarget target)
    {
        var vector = ElementCode.PerAccess(target.Type, width);
        var bytes = vector * target.ElementBytes;
        var k = new SimtKernelBuilder(name);
        var loop = new TokenLoop(k, width / vector, MostThreads, target);
        foreach (var parameter in (ReadOnlySpan<string>)["q", "k"])
        {
            var token = k.Offset(k.Pointer(parameter), loop.Token, width * target.ElementBytes);
            loop.Emit(width / vector, piece =>
            {
                var value = k.NewReg(Math.Max(1, bytes / 4));
                k.Emit("ld.global" + AccessWidth.Of(bytes), value, Arg.At(k.Offset(token, piece, bytes)));
                k.Emit("st.global" + AccessWidth.Of(bytes), Arg.At(k.Offset(token, piece, bytes)), value);
            });
        }

        return loop.Finish(tokens, "preprocess");
    }
}
