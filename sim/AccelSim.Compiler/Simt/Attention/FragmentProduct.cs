using AccelSim.Compiler.Simt.Emit;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// A product of a warp with <c>mma.m16n8k16</c>: steps of 16 along k, in each two columns of 8 at a time, whose factors are loaded a few steps before they
/// are multiplied.
/// </summary>
internal sealed class FragmentProduct
{
    private readonly SimtKernelBuilder _k;
    private readonly string _mnemonic;

    public FragmentProduct(SimtKernelBuilder k, ElementType type) =>
        (_k, _mnemonic) = (k, type == ElementType.BFloat16 ? "mma.m16n8k16.f32.bf16" : "mma.m16n8k16.f32.f16");

    /// <summary>Writes the product.</summary>
    /// <param name="sums">Groups of four by 16 rows and 8 columns.</param>
    /// <param name="steps">Steps along k.</param>
    /// <param name="pairs">Pairs of columns.</param>
    /// <param name="left">Loads or makes the left factors of a step, four registers for each 16 rows.</param>
    /// <param name="right">Loads the right factors of a step and a pair into four registers.</param>
    /// <param name="ahead">How many loads of right factors are on their way.</param>
    /// <param name="fromZero">True where sums begin at zero.</param>
    public void Emit(Reg[,] sums, int steps, int pairs, Func<int, Reg[]> left, Action<Reg, int, int> right, int ahead, bool fromZero)
    {
        var lefts = new Reg[steps][];
        var rights = new Reg[steps * pairs];
        var loaded = 0;
        for (var at = 0; at < rights.Length; at++)
        {
            for (; loaded < rights.Length && loaded <= at + ahead; loaded++)
            {
                if (loaded % pairs == 0)
                {
                    lefts[loaded / pairs] = left(loaded / pairs);
                }

                right(rights[loaded] = _k.NewReg(4), loaded / pairs, loaded % pairs);
            }

            Multiply(sums, lefts[at / pairs], rights[at], at % pairs, fromZero && at < pairs);
        }
    }

    private void Multiply(Reg[,] sums, Reg[] left, Reg right, int pair, bool fromZero)
    {
        for (var half = 0; half < 2 && (2 * pair) + half < sums.GetLength(1); half++)
        {
            for (var i = 0; i < left.Length; i++)
            {
                var sum = sums[i, (2 * pair) + half];
                _k.Emit(_mnemonic, sum, left[i], right.Slice(2 * half, 2), fromZero ? Reg.Zero : sum);
            }
        }
    }
}
