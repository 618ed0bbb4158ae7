using System.Runtime.InteropServices;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Weights in the order in which <see cref="ConvKernel"/> reads them: [kh, kw, ci, co].</summary>
internal static class ConvWeights
{
    /// <summary>Packs weights.</summary>
    /// <param name="weights">Values.</param>
    /// <param name="conv">Convolution.</param>
    /// <param name="strides">Elements of <paramref name="weights"/> from one to the next output channel, input channel, window row, window column.</param>
    public static byte[] Pack(ReadOnlySpan<float> weights, ConvProblem conv, (int Co, int Ci, int Kh, int Kw) strides)
    {
        var size = conv.Input.SizeInBytes();
        var result = new byte[(long)conv.Product.K * conv.OutputChannels * size];
        var at = 0;
        for (var kh = 0; kh < conv.Kernel.Height; kh++)
        {
            for (var kw = 0; kw < conv.Kernel.Width; kw++)
            {
                for (var ci = 0; ci < conv.InputChannels; ci++)
                {
                    for (var co = 0; co < conv.OutputChannels; co++, at += size)
                    {
                        Write(result.AsSpan(at), weights[(co * strides.Co) + (ci * strides.Ci) + (kh * strides.Kh) + (kw * strides.Kw)], conv.Input);
                    }
                }
            }
        }

        return result;
    }

    private static void Write(Span<byte> to, float value, ElementType type)
    {
        switch (type)
        {
            case ElementType.Float16: MemoryMarshal.Write(to, (Half)value); break;
            case ElementType.BFloat16: MemoryMarshal.Write(to, (BFloat16)value); break;
            default: MemoryMarshal.Write(to, value); break;
        }
    }
}
