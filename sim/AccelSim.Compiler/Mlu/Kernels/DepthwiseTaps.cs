using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Compiler.Mlu.Schedules;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>The products of a depthwise convolution: one multiply-add over the whole tile per tap of the window.</summary>
internal static class DepthwiseTaps
{
    /// <summary>Emits output = sum over taps of shifted input times tap.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="type">Element type.</param>
    /// <param name="p">Convolution; its padding is in the input already.</param>
    /// <param name="input">NRAM address of the phases: rows and columns modulo the stride, phase (y, x) at y * Sx + x.</param>
    /// <param name="phaseBytes">Bytes from one phase to the next.</param>
    /// <param name="pitch">Elements of a row of a phase, and of the output.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="taps">NRAM address of the taps, [tap][channel].</param>
    /// <param name="output">NRAM address of the result.</param>
    /// <param name="count">Elements of the result.</param>
    public static void Emit(KernelWriter k, MluDataType type, ConvProblem p, Val input, long phaseBytes, Val pitch, Val channels, Val taps, Val output, Val count)
    {
        long e = type.Bits() / 8;
        for (var y = 0L; y < p.Kh; y++)
        {
            for (var x = 0L; x < p.Kw; x++)
            {
                long dy = y * p.Dy, dx = x * p.Dx;
                var phase = ((dy % p.Sy * p.Sx) + (dx % p.Sx)) * phaseBytes;
                var shift = k.Mul(k.Add(k.Mul(pitch, dy / p.Sy), k.Mul(channels, dx / p.Sx)), e);
                var source = k.Add(k.Add(input, phase), shift);
                var tap = k.Add(taps, k.Mul(channels, ((y * p.Kw) + x) * e));
                if (y == 0 && x == 0)
                {
                    k.Vector(MluOpcode.VCycleMul, type, output, source, tap, count, channels);
                }
                else
                {
                    k.Vector(MluOpcode.VCycleFma, type, output, source, tap, output, count, channels);
                }
            }
        }
    }
}
