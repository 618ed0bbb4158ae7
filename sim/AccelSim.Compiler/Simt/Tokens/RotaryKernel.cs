using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Tokens;

/// <summary>
/// Rotary position embedding, in place: of each head of q [tokens, heads, size] and k [tokens, kvHeads, size] elements i and i + size / 2 turn by the angle that row
/// positions[token] of the table [positions, cos of size / 2, sin of size / 2] has for i (GPT-NeoX style; <c>rotary_embedding_kernel</c> of vLLM,
/// csrc/pos_encoding_kernels.cu): a block per token, the positions 64-bit integers. Parameters: positions, q, k, table. With a cache, q and k are read from <c>qnew</c> and <c>knew</c>, and the token's
/// keys and values, these from <c>vnew</c>, written to row slots[token] of the caches k and v, as TensorRT-LLM does in one kernel in front of its attention
/// (<c>applyBiasRopeUpdateKVCacheV2</c>).
/// </summary>
internal static class RotaryKernel
{
    private const int MostThreads = 512;

    /// <summary>Writes the kernel.</summary>
    /// <param name="name">Name.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="heads">Heads of q.</param>
    /// <param name="kvHeads">Heads of k.</param>
    /// <param name="size">Elements of a head, even.</param>
    /// <param name="vector">Elements of an access: 1 as in vLLM, or as many as <see cref="Vector"/> says.</param>
    /// <param name="target">Chip.</param>
    /// <param name="cache">Whether keys and values go to a cache.</param>
    public static SimtLayerKernel Write(string name, int tokens, int heads, int kvHeads, int size, int vector, SimtTarget target, bool cache = false)
    {
        var (half, bytes) = (size / 2, target.ElementBytes);
        var pieces = half / vector;
        var k = new SimtKernelBuilder(name);
        var loop = new TokenLoop(k, heads * pieces, MostThreads, target);
        var position = loop.Integer("positions");
        var angles = k.Offset(k.Pointer("table"), position, size * bytes);

        // vLLM's kernel is compiled once for all sizes
        var divisor = vector == 1 ? k.Variable(pieces) : Reg.Zero;
        var slot = cache ? CacheWriteKernel.Slot(loop) : loop.Token;
        foreach (var (parameter, count, row) in (ReadOnlySpan<(string, int, Val)>)[("q", heads, loop.Token), ("k", kvHeads, slot)])
        {
            var token = k.Offset(k.Pointer(parameter + (cache ? "new" : "")), loop.Token, count * size * bytes);
            var result = cache ? k.Offset(k.Pointer(parameter), row, count * size * bytes) : token;
            loop.Emit(count * pieces, number =>
            {
                var (head, piece) = divisor.IsZero ? k.DivRem(number, pieces) : LibraryCode.DivRem(k, number, divisor);
                Reg At(Reg first) => k.Offset(k.Offset(first, head, size * bytes), piece, vector * bytes);
                var at = At(token);
                var to = cache ? At(result) : at;
                var angle = k.Offset(angles, piece, vector * bytes);
                Reg[] Load(Reg address, int element) => ElementCode.LoadRaw(k, address, element * bytes, vector * bytes);
                Reg[][] raw = [Load(angle, 0), Load(angle, half), Load(at, 0), Load(at, half)];
                Reg[][] wide = [.. raw.Select(elements => ElementCode.Widen(k, elements, vector, target.Type))];
                Store(k, to, 0, Turned(k, wide, 2, 3, "sub.f32"), target);
                Store(k, to, half * bytes, Turned(k, wide, 3, 2, "add.f32"), target);
            });
        }

        if (cache)
        {
            CacheWriteKernel.Copy(k, loop, "v", slot.Register, kvHeads * size, target);
        }

        return loop.Finish(tokens, $"rope{(cache ? "+cache" : "")},vector={vector}");
    }

    /// <summary>Elements of the widest access that heads of a size allow.</summary>
    public static int Vector(int size, SimtTarget target) => ElementCode.PerAccess(target.Type, size / 2);

    private static Reg[] Turned(SimtKernelBuilder k, Reg[][] wide, int own, int other, string combine) =>
        [.. Enumerable.Range(0, wide[0].Length).Select(i => k.Do(combine, k.Do("mul.f32", wide[own][i], wide[0][i]), k.Do("mul.f32", wide[other][i], wide[1][i])))];

    private static void Store(SimtKernelBuilder k, Reg address, int offset, Reg[] values, SimtTarget target) => ElementCode.Store(k, address, offset, values, target.Type);
}
