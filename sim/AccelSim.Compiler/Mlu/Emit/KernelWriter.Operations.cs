using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Emit;

/// <content>Copies, vector and tensor operations and synchronisation.</content>
public sealed partial class KernelWriter
{
    /// <summary>Copies consecutive bytes, asynchronously unless <paramref name="wait"/>.</summary>
    public void Copy(MluSpace from, MluSpace to, Val destination, Val source, Val bytes, bool wait = false) =>
        Emit(MluOpcode.Memcpy, [destination, source, bytes], mode: (byte)MluDirections.Between(from, to), flag: !wait);

    /// <summary>Copies segments; dense patterns become one consecutive copy where the compiler can tell.</summary>
    public void Copy2D(MluSpace from, MluSpace to, Val destination, Val source, Val bytes, Val destinationStride, Val sourceStride, Val segments)
    {
        if (bytes.IsConstant && destinationStride.Is(bytes.Constant) && sourceStride.Is(bytes.Constant))
        {
            Copy(from, to, destination, source, Mul(segments, bytes));
        }
        else
        {
            Emit(MluOpcode.Memcpy2D, [destination, source, bytes, destinationStride, sourceStride, segments], mode: (byte)MluDirections.Between(from, to), flag: true);
        }
    }

    /// <summary>Copies segments placed by two nested strides on either side.</summary>
    public void Copy3D(
        MluSpace from, MluSpace to, Val destination, Val source, Val bytes, (Val Stride, Val Count) destinationInner, (Val Stride, Val Count) destinationOuter,
        (Val Stride, Val Count) sourceInner, (Val Stride, Val Count) sourceOuter) =>
        Emit(
            MluOpcode.Memcpy3D,
            [destination, source, bytes, destinationInner.Stride, destinationInner.Count, destinationOuter.Stride, destinationOuter.Count,
                sourceInner.Stride, sourceInner.Count, sourceOuter.Stride, sourceOuter.Count, 0],
            mode: (byte)MluDirections.Between(from, to), flag: true);

    /// <summary>Copies segments to the same place in the SRAM of another cluster of the union, asynchronously.</summary>
    public void CopyToCluster(Val cluster, Val address, Val bytes, Val stride, Val segments) =>
        Emit(MluOpcode.Memcpy3D, [address, address, bytes, stride, segments, 0, 1, stride, segments, 0, 1, cluster], mode: (byte)MluDirection.Sram2Sram, flag: true);

    /// <summary>Fills NRAM with a value's bit pattern; count in elements.</summary>
    public void Fill(MluDataType type, Val destination, Val pattern, Val count) =>
        Emit(MluOpcode.Fill, [destination, pattern, count], type, mode: (byte)MluSpace.Nram, flag: true);

    /// <summary>Fills segments of NRAM; count in elements, stride in bytes.</summary>
    public void Fill2D(MluDataType type, Val destination, Val pattern, Val count, Val stride, Val segments) =>
        Emit(MluOpcode.Fill2D, [destination, pattern, count, stride, segments], type, mode: (byte)MluSpace.Nram, flag: true);

    /// <summary>Gathers pieces of device memory into NRAM by i64 byte offsets.</summary>
    public void Gather(Val destination, Val source, Val offsets, Val bytes, Val count) =>
        Emit(MluOpcode.Gather, [destination, source, offsets, bytes, count], mode: (byte)MluSpace.Gdram, flag: true);

    /// <summary>A vector operation whose operands are all registers in table order.</summary>
    public void Vector(MluOpcode opcode, MluDataType type, params ReadOnlySpan<Val> operands) => Emit(opcode, operands, type);

    /// <summary>Element type conversion.</summary>
    public void Convert(MluDataType to, MluDataType from, Val destination, Val source, Val count, MluRounding rounding = MluRounding.Rn) =>
        Emit(MluOpcode.Convert, [destination, source, count, 0], to, from, mode: (byte)rounding);

    /// <summary>Convolution (or with <paramref name="partial"/>, accumulation onto it).</summary>
    public void Conv(
        MluDataType output, MluDataType input, MluDataType weight, Val destination, Val source, Val kernel, Val? partial, Val ci, Val h, Val w, Val kh, Val kw, Val sx, Val sy,
        Val co, Val dx, Val dy)
    {
        if (partial is { } sum)
        {
            Emit(MluOpcode.ConvPartial, [destination, source, kernel, sum, ci, h, w, kh, kw, sx, sy, co, dx, dy, 0], output, input, weight);
        }
        else
        {
            Emit(MluOpcode.Conv, [destination, source, kernel, ci, h, w, kh, kw, sx, sy, co, dx, dy, 0], output, input, weight);
        }
    }

    /// <summary>Matrix product (or with <paramref name="partial"/>, accumulation onto it).</summary>
    public void Matmul(MluDataType output, MluDataType left, MluDataType right, Val destination, Val lhs, Val rhs, Val? partial, Val m, Val k, Val n)
    {
        if (partial is { } sum)
        {
            Emit(MluOpcode.MatmulPartial, [destination, lhs, rhs, sum, m, k, n, 0], output, left, right);
        }
        else
        {
            Emit(MluOpcode.Matmul, [destination, lhs, rhs, m, k, n, 0], output, left, right);
        }
    }

    /// <summary>Waits for queues of this core.</summary>
    public void Sync(MluSyncMask mask = MluSyncMask.All) => Emit(MluOpcode.Sync, [], mode: mask == MluSyncMask.All ? (byte)0 : (byte)mask);

    /// <summary>Drains this core and waits for the others of the scope.</summary>
    public void Barrier(MluBarrierScope scope) => Emit(MluOpcode.Barrier, [], mode: (byte)scope);
}
