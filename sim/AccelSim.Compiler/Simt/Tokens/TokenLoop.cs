using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// A block per token whose threads take neighbouring pieces of it in turn, one after the other: the loop <c>for (i = threadIdx.x; i &lt; n; i += blockDim.x)</c>
/// of vLLM's kernels (csrc/activation_kernels.cu, pos_encoding_kernels.cu, cache_kernels.cu), which the compiler there leaves rolled up, so that a
/// thread waits for its loads in every turn.
/// </summary>
/// <param name="k">Kernel.</param>
/// <param name="threads">Threads of the block.</param>
internal sealed class TokenLoop(SimtKernelBuilder k, int threads)
{
    /// <summary>The token.</summary>
    public Val Token { get; } = k.Special(SimtSpecialRegister.CtaidX);

    /// <summary>Number of the thread.</summary>
    public Val Thread { get; } = k.Special(SimtSpecialRegister.TidX);

    /// <summary>Writes a loop over pieces.</summary>
    /// <param name="pieces">Pieces of the token.</param>
    /// <param name="body">Code of a turn; gets the thread's piece.</param>
    public void Emit(int pieces, Action<Val> body)
    {
        var turns = pieces / threads * threads;
        k.For(0, turns, threads, first => body(k.Add(first, Thread)));
        if (turns < pieces)
        {
            k.If(k.Less(Thread, pieces - turns), () => body(k.Add(turns, Thread)));
        }
    }
}
