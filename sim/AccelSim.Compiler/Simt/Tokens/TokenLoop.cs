using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// A block per token whose threads take neighbouring pieces of it in turn, one after the other: the loop <c>for (i = threadIdx.x; i &lt; n; i += blockDim.x)</c>
/// of vLLM's kernels (csrc/activation_kernels.cu, pos_encoding_kernels.cu, cache_kernels.cu), which the compiler there leaves rolled up, so that a
/// thread waits for its loads in every turn.
/// </summary>
/// <param name="k">Kernel.</param>
/// <param name="pieces">Pieces of the largest token: a thread for each, as far as they go.</param>
/// <param name="mostThreads">Threads of the block at most.</param>
/// <param name="target">Chip.</param>
internal sealed class TokenLoop(SimtKernelBuilder k, int pieces, int mostThreads, SimtTarget target)
{
    private const int IntegerBytes = 8;

    /// <summary>Threads of the block.</summary>
    public int Threads { get; } = Math.Min(pieces, Math.Min(mostThreads, target.MaxThreads));

    /// <summary>The token.</summary>
    public Val Token { get; } = k.Special(SimtSpecialRegister.CtaidX);

    /// <summary>Number of the thread.</summary>
    public Val Thread { get; } = k.Special(SimtSpecialRegister.TidX);

    /// <summary>The entry of the token in a table of 64-bit integers that are not negative, its low half.</summary>
    public Reg Integer(string parameter)
    {
        var value = k.NewReg();
        k.Emit("ld.global.b32", value, Arg.At(k.Offset(k.Pointer(parameter), Token, IntegerBytes)));
        return value;
    }

    /// <summary>Writes a loop over pieces.</summary>
    /// <param name="count">Pieces of the token.</param>
    /// <param name="body">Code of a turn; gets the thread's piece.</param>
    public void Emit(int count, Action<Val> body)
    {
        var turns = count / Threads * Threads;
        k.For(0, turns, Threads, first => body(k.Add(first, Thread)));
        if (turns < count)
        {
            k.If(k.Less(Thread, count - turns), () => body(k.Add(turns, Thread)));
        }
    }

    /// <summary>The kernel, with what makes its work in words.</summary>
    public SimtLayerKernel Finish(int tokens, string work) => new(
        k.Finish(target.MaxRegisters), new SimtExtent(tokens, 1, 1), new SimtExtent(Threads, 1, 1), $"tokens({work},threads={Threads})");
}
