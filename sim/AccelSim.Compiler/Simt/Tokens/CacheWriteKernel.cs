using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// Writes keys and values of new tokens to where a cache of pages has room for them, before attention reads them there
/// (<c>reshape_and_cache_flash_kernel</c> of vLLM, csrc/cache_kernels.cu): a block per token, which copies a row of each. The 64-bit
/// integers slots[token] say to which row of the cache. Parameters: slots, knew, vnew, k, v.
/// </summary>
internal static class CacheWriteKernel
{
    private const int MostThreads = 512;

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="width">Elements of a token: heads times their size.</param>
    /// <param name="target">Chip.</param>
    public static SimtLayerKernel Write(string name, int tokens, int width, SimtTarget target)
    {
        var vector = ElementCode.PerAccess(target.Type, width);
        var k = new SimtKernelBuilder(name);
        var loop = new TokenLoop(k, width, MostThreads, target);
        var slot = Slot(loop);
        Copy(k, loop, "k", slot, width, target);
        Copy(k, loop, "v", slot, width, target);
        return loop.Finish(tokens, $"cache,vector={vector}");
    }

    /// <summary>The row of the cache that the block's token has.</summary>
    public static Reg Slot(TokenLoop loop) => loop.Integer("slots");

    /// <summary>Copies the token's row of <c>knew</c> or <c>vnew</c> to the cache <c>k</c> or <c>v</c>.</summary>
    public static void Copy(SimtKernelBuilder k, TokenLoop loop, string cache, Reg slot, int width, SimtTarget target)
    {
        var bytes = target.ElementBytes;
        var vector = ElementCode.PerAccess(target.Type, width);
        var from = k.Offset(k.Pointer(cache + "new"), loop.Token, width * bytes);
        var to = k.Offset(k.Pointer(cache), slot, width * bytes);
        loop.Emit(width / vector, piece =>
        {
            var value = k.NewReg(Math.Max(1, vector * bytes / 4));
            var suffix = AccessWidth.Of(vector * bytes);
            k.Emit("ld.global" + suffix, value, Arg.At(k.Offset(from, piece, vector * bytes)));
            k.Emit("st.global" + suffix, Arg.At(k.Offset(to, piece, vector * bytes)), value);
        });
    }
}
