using System.Runtime.CompilerServices;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// An instruction with its registers read: everything a queue needs to execute or time it, and nothing that can change afterwards.
/// A plain value, 160 bytes, copied into queues without allocation.
/// </summary>
public struct MluOperation
{
    /// <summary>The instruction.</summary>
    public MluInstruction Instruction;

    /// <summary>Its program counter.</summary>
    public int Pc;

    /// <summary>Value of each register slot at the time of issue.</summary>
    public MluOperandValues Values;

    /// <summary>Opcode, for short.</summary>
    public readonly MluOpcode Opcode => Instruction.Opcode;

    /// <summary>Value of operand slot <paramref name="slot"/>.</summary>
    public readonly long this[int slot] => Values[slot];
}

/// <summary>Operand values by slot.</summary>
[InlineArray(MluRegisters.Slots)]
public struct MluOperandValues
{
    private long _first;
}

/// <summary>Shape of a convolution operation: sizes in elements, strides and dilations in rows and columns.</summary>
/// <param name="Ci">Input channels.</param>
/// <param name="H">Input rows, padding included.</param>
/// <param name="W">Input columns, padding included.</param>
/// <param name="Kh">Kernel rows.</param>
/// <param name="Kw">Kernel columns.</param>
/// <param name="Sx">Column stride.</param>
/// <param name="Sy">Row stride.</param>
/// <param name="Co">Output channels.</param>
/// <param name="Dx">Column dilation, at least 1.</param>
/// <param name="Dy">Row dilation, at least 1.</param>
public readonly record struct MluConvShape(long Ci, long H, long W, long Kh, long Kw, long Sx, long Sy, long Co, long Dx, long Dy)
{
    /// <summary>Output rows.</summary>
    public long Ho => Sy <= 0 || H < Extent(Kh, Dy) ? 0 : ((H - Extent(Kh, Dy)) / Sy) + 1;

    /// <summary>Output columns.</summary>
    public long Wo => Sx <= 0 || W < Extent(Kw, Dx) ? 0 : ((W - Extent(Kw, Dx)) / Sx) + 1;

    /// <summary>Elements one output channel's filter has.</summary>
    public long FilterElements => checked(Kh * Kw * Ci);

    /// <summary>Multiply-accumulate operations.</summary>
    public long Macs => checked(Ho * Wo * Co * FilterElements);

    private static long Extent(long taps, long dilation) => checked(((taps - 1) * dilation) + 1);

    /// <summary>Reads the shape of a <c>conv</c> or <c>conv.partial</c>.</summary>
    public static MluConvShape Of(in MluOperation operation)
    {
        var at = operation.Opcode == MluOpcode.ConvPartial ? 4 : 3;
        return new MluConvShape(
            operation[at], operation[at + 1], operation[at + 2], operation[at + 3], operation[at + 4], operation[at + 5], operation[at + 6], operation[at + 7],
            Math.Max(1, operation[at + 8]), Math.Max(1, operation[at + 9]));
    }
}

/// <summary>Shape of a matrix product dst[M,N] = lhs[M,K] x rhs[K,N].</summary>
/// <param name="M">Rows.</param>
/// <param name="K">Reduction.</param>
/// <param name="N">Columns.</param>
public readonly record struct MluMatmulShape(long M, long K, long N)
{
    /// <summary>Multiply-accumulate operations.</summary>
    public long Macs => checked(M * K * N);

    /// <summary>Reads the shape of a <c>matmul</c>, <c>matmul.partial</c> or <c>mlp</c> (which is a product with one row).</summary>
    public static MluMatmulShape Of(in MluOperation operation) => operation.Opcode switch
    {
        MluOpcode.Mlp => new(1, operation[5], operation[4]),
        MluOpcode.MatmulPartial => new(operation[4], operation[5], operation[6]),
        _ => new(operation[3], operation[4], operation[5]),
    };
}

/// <summary>Shape of a pooling window over src[H,W,C].</summary>
/// <param name="C">Channels.</param>
/// <param name="H">Input rows.</param>
/// <param name="W">Input columns.</param>
/// <param name="Kh">Window rows.</param>
/// <param name="Kw">Window columns.</param>
/// <param name="Sx">Column stride.</param>
/// <param name="Sy">Row stride.</param>
public readonly record struct MluPoolShape(long C, long H, long W, long Kh, long Kw, long Sx, long Sy)
{
    /// <summary>Output rows.</summary>
    public long Ho => Sy <= 0 || H < Kh ? 0 : ((H - Kh) / Sy) + 1;

    /// <summary>Output columns.</summary>
    public long Wo => Sx <= 0 || W < Kw ? 0 : ((W - Kw) / Sx) + 1;

    /// <summary>Reads the shape of a pooling instruction.</summary>
    public static MluPoolShape Of(in MluOperation operation)
    {
        var at = operation.Opcode == MluOpcode.Unpool ? 3 : 2;
        return new(operation[at], operation[at + 1], operation[at + 2], operation[at + 3], operation[at + 4], operation[at + 5], operation[at + 6]);
    }
}
