using AccelSim.Isa.Simt;
using AccelSim.Tensors;

namespace AccelSim.Functional.Simt;

/// <summary>
/// Matrix products: gathers the matrices from the registers of all lanes, multiplies, and spreads the result. Products of 16-bit numbers are exact in
/// fp32 and are added one after the other along k, rounded each time; machines add several at once and truncate, so last bits differ between them.
/// </summary>
internal sealed class SimtTensorUnit
{
    private const int MostElements = 32 * 32;
    private readonly float[] _a = new float[MostElements];
    private readonly float[] _b = new float[MostElements];
    private readonly float[] _c = new float[MostElements];
    private readonly double[] _wideA = new double[32];
    private readonly double[] _wideB = new double[32];
    private readonly double[] _wideC = new double[64];
    private readonly int[] _wholeA = new int[512];
    private readonly int[] _wholeB = new int[256];
    private readonly int[] _wholeC = new int[128];

    /// <summary>Executes an instruction in all lanes of the warp, which are together.</summary>
    public bool Execute(SimtWarp warp, in SimtInstruction i)
    {
        var product = SimtFragments.Of(i.Opcode);
        switch (product.C.Element)
        {
            case SimtElement.F64: Doubles(warp, i, product); break;
            case SimtElement.S32: Integers(warp, i, product); break;
            default: Floats(warp, i, product); break;
        }

        return true;
    }

    private void Floats(SimtWarp warp, in SimtInstruction i, SimtMatrixProduct product)
    {
        Gather(warp, i.A, product.A, _a);
        Gather(warp, i.B, product.B, _b);
        Gather(warp, i.C, product.C, _c);
        var (m, n, k) = (product.M, product.N, product.K);
        for (var part = 0; part < product.Products; part++)
        {
            SimtMatrixSum.Add(m, n, k, _a.AsSpan(part * m * k), _b.AsSpan(part * k * n), _c.AsSpan(part * m * n));
        }

        Spread(warp, i.D, product.C, _c);
    }

    private void Doubles(SimtWarp warp, in SimtInstruction i, SimtMatrixProduct product)
    {
        GatherWide(warp, i.A, product.A, _wideA);
        GatherWide(warp, i.B, product.B, _wideB);
        GatherWide(warp, i.C, product.C, _wideC);
        for (var at = 0; at < product.M * product.N; at++)
        {
            var (row, column) = (at / product.N, at % product.N);
            for (var inner = 0; inner < product.K; inner++)
            {
                _wideC[at] = Math.FusedMultiplyAdd(_wideA[(row * product.K) + inner], _wideB[(inner * product.N) + column], _wideC[at]);
            }
        }

        for (var lane = 0; lane < warp.Width; lane++)
        {
            for (var e = 0; e < product.C.PerLane; e++)
            {
                LaneMath.WritePair(warp, i.D == 0 ? 0 : i.D + (2 * e), lane, warp.AllLanes, NotANumber.Bits(_wideC[product.C.Places[(lane * product.C.PerLane) + e]]));
            }
        }
    }

    private void Integers(SimtWarp warp, in SimtInstruction i, SimtMatrixProduct product)
    {
        GatherBytes(warp, i.A, product.A, _wholeA);
        GatherBytes(warp, i.B, product.B, _wholeB);
        GatherWords(warp, i.C, product.C, _wholeC);
        for (var row = 0; row < product.M; row++)
        {
            for (var inner = 0; inner < product.K; inner++)
            {
                var a = _wholeA[(row * product.K) + inner];
                for (var column = 0; column < product.N; column++)
                {
                    _wholeC[(row * product.N) + column] += a * _wholeB[(inner * product.N) + column];
                }
            }
        }

        for (var e = 0; e < product.C.PerLane && i.D != 0; e++)
        {
            var words = warp.Register(i.D + e);
            for (var lane = 0; lane < words.Length; lane++)
            {
                words[lane] = (uint)_wholeC[product.C.Places[(lane * product.C.PerLane) + e]];
            }
        }
    }

    /// <summary>Gathers a matrix of floating point from the registers of all lanes, row by row.</summary>
    public static void Gather(SimtWarp warp, int register, SimtFragment fragment, float[] into)
    {
        var perRegister = 32 / fragment.Bits;
        for (var part = 0; part < fragment.Registers; part++)
        {
            var words = warp.Register(register == 0 ? 0 : register + part);
            for (var lane = 0; lane < words.Length; lane++)
            {
                var place = (lane * fragment.PerLane) + (part * perRegister);
                switch (fragment.Element)
                {
                    case SimtElement.F16:
                        into[fragment.Places[place]] = (float)BitConverter.UInt16BitsToHalf((ushort)words[lane]);
                        into[fragment.Places[place + 1]] = (float)BitConverter.UInt16BitsToHalf((ushort)(words[lane] >> 16));
                        break;
                    case SimtElement.BF16:
                        into[fragment.Places[place]] = (float)new BFloat16((ushort)words[lane]);
                        into[fragment.Places[place + 1]] = (float)new BFloat16((ushort)(words[lane] >> 16));
                        break;
                    case SimtElement.TF32:
                        into[fragment.Places[place]] = BitConverter.UInt32BitsToSingle(words[lane] & 0xffffe000);
                        break;
                    default:
                        into[fragment.Places[place]] = BitConverter.UInt32BitsToSingle(words[lane]);
                        break;
                }
            }
        }
    }

    private static void GatherWide(SimtWarp warp, int register, SimtFragment fragment, double[] into)
    {
        for (var e = 0; e < fragment.PerLane; e++)
        {
            var low = warp.Register(register == 0 ? 0 : register + (2 * e));
            var high = warp.Register(register == 0 ? 0 : register + (2 * e) + 1);
            for (var lane = 0; lane < warp.Width; lane++)
            {
                into[fragment.Places[(lane * fragment.PerLane) + e]] = BitConverter.UInt64BitsToDouble(low[lane] | ((ulong)high[lane] << 32));
            }
        }
    }

    private static void GatherBytes(SimtWarp warp, int register, SimtFragment fragment, int[] into)
    {
        for (var e = 0; e < fragment.PerLane; e++)
        {
            var words = warp.Register(register == 0 ? 0 : register + (e / 4));
            for (var lane = 0; lane < warp.Width; lane++)
            {
                into[fragment.Places[(lane * fragment.PerLane) + e]] = (sbyte)(words[lane] >> (8 * (e % 4)));
            }
        }
    }

    private static void GatherWords(SimtWarp warp, int register, SimtFragment fragment, int[] into)
    {
        for (var e = 0; e < fragment.PerLane; e++)
        {
            var words = warp.Register(register == 0 ? 0 : register + e);
            for (var lane = 0; lane < words.Length; lane++)
            {
                into[fragment.Places[(lane * fragment.PerLane) + e]] = (int)words[lane];
            }
        }
    }

    private static void Spread(SimtWarp warp, int register, SimtFragment fragment, float[] from)
    {
        if (register == 0)
        {
            return;
        }

        for (var part = 0; part < fragment.Registers; part++)
        {
            var words = warp.Register(register + part);
            for (var lane = 0; lane < words.Length; lane++)
            {
                var place = lane * fragment.PerLane;
                words[lane] = fragment.Element == SimtElement.F16
                    ? Half(from[fragment.Places[place + (2 * part)]]) | (Half(from[fragment.Places[place + (2 * part) + 1]]) << 16)
                    : NotANumber.Bits(from[fragment.Places[place + part]]);
            }
        }
    }

    private static uint Half(float value) => NotANumber.Bits((Half)value);
}
