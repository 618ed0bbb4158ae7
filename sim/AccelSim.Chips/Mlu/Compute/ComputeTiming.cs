using AccelSim.Engine;
using AccelSim.Functional.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Cycles of the instructions of the compute queue. A vector instruction goes over its longest operand, rounded up to the unit's minimum,
/// once per pass of its class; a tensor instruction follows the rule of the matrix unit. [mlu-ops BANG C guide, performance chapter]
/// </summary>
public sealed class ComputeTiming
{
    private readonly CoreSpec _spec;
    private readonly IMatrixTiming _matrix;
    private readonly bool[] _hasFormat = new bool[Enum.GetValues<MacFormat>().Length];
    private readonly int[] _passes = new int[MluEncoding.MaxOpcode + 1];

    /// <summary>The timing of a core.</summary>
    public ComputeTiming(CoreSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        _matrix = MatrixTimings.Create(spec.Matrix);
        foreach (var format in spec.Matrix.Formats)
        {
            _hasFormat[(int)format] = true;
        }

        foreach (var row in MluInstructionSet.All)
        {
            if (row.Unit == MluUnit.Vector)
            {
                _passes[(int)row.Opcode] = spec.Vector.Passes[VectorClasses.Of(row)];
            }
        }
    }

    /// <summary>Cost of a vector or tensor operation.</summary>
    /// <exception cref="NotSupportedException">The matrix unit does not multiply these element types.</exception>
    public ComputeCost Of(in MluOperation operation, MluTiming timing) => timing switch
    {
        MluTiming.Convolution => Convolution(operation),
        MluTiming.MatrixProduct => Product(operation),
        MluTiming.Pooling => Vector(operation, PoolBytes(operation), Cause.Layout),
        MluTiming.Layout => Vector(operation, LongestRegion(operation), Cause.Layout),
        _ => Vector(operation, LongestRegion(operation), Cause.Vector),
    };

    /// <summary>Elements that a vector operation sends through the lanes, once per pass; the padding of the last row is not counted.</summary>
    public long Elements(in MluOperation operation, MluTiming timing)
    {
        var bits = Math.Max(1, VectorFormats.LaneType(operation).Bits());
        var bytes = timing == MluTiming.Pooling ? PoolBytes(operation) : LongestRegion(operation);
        return bytes * 8 / bits * _passes[(int)operation.Opcode];
    }

    private static long LongestRegion(in MluOperation operation)
    {
        var regions = MluFootprint.Of(operation);
        var bytes = 0L;
        for (var i = 0; i < regions.Count; i++)
        {
            bytes = Math.Max(bytes, regions[i].Pattern.Bytes);
        }

        return bytes;
    }

    private static long PoolBytes(in MluOperation operation)
    {
        var shape = MluPoolShape.Of(operation);
        return operation.Instruction.Type0.Bytes(shape.Ho * shape.Wo * shape.C) * shape.Kh * shape.Kw;
    }

    private ComputeCost Vector(in MluOperation operation, long bytes, Cause cause)
    {
        var unit = _spec.Vector.MinimumUnit.Bytes;
        var rounded = (bytes + unit - 1) / unit * unit;
        return new ComputeCost(
            _spec.Vector.StartOverhead.Count, rounded / _spec.Vector.BytesPerCycle.Bytes * _passes[(int)operation.Opcode], cause);
    }

    private ComputeCost Convolution(in MluOperation operation)
    {
        var shape = MluConvShape.Of(operation);
        return Tensor(operation, shape.Ho * shape.Wo, shape.Ci, shape.Co, shape.Kh * shape.Kw);
    }

    private ComputeCost Product(in MluOperation operation)
    {
        var shape = MluMatmulShape.Of(operation);
        return Tensor(operation, shape.M, shape.K, shape.N, 1);
    }

    private ComputeCost Tensor(in MluOperation operation, long m, long k, long n, long window)
    {
        var format = MacFormats.Of(operation.Instruction.Type1, operation.Instruction.Type2);
        if (!_hasFormat[(int)format])
        {
            throw new NotSupportedException($"the matrix unit does not multiply {format}");
        }

        var cycles = m <= 0 || k <= 0 || n <= 0 || window <= 0 ? 0 : _matrix.Cycles(format, m, k, n, window);
        return new ComputeCost(_spec.Matrix.StartOverhead.Count, cycles, Cause.Tensor);
    }
}
