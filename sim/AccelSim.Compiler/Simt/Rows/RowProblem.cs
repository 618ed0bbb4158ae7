namespace AccelSim.Compiler.Simt.Rows;

/// <summary>
/// Rows of a matrix, each to be normalised by itself. Buffers, in the storage type of the target: x, [residual, sum], [mask], [gamma], [beta], y;
/// all but x and y are dense.
/// </summary>
internal sealed record RowProblem
{
    /// <summary>Function.</summary>
    public required RowKind Kind { get; init; }

    /// <summary>Independent rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Elements of a row.</summary>
    public required int Columns { get; init; }

    /// <summary>Elements from a row of x to the next; 0 where rows follow each other.</summary>
    public int InputStride { get; init; }

    /// <summary>Elements from a row of y to the next; 0 where rows follow each other.</summary>
    public int OutputStride { get; init; }

    /// <summary>Normalisations: added under the root.</summary>
    public double Epsilon { get; init; }

    /// <summary>Normalisations: factors, buffer gamma.</summary>
    public RowFactors Gamma { get; init; }

    /// <summary>Layer normalisation: addends, buffer beta.</summary>
    public RowFactors Beta { get; init; }

    /// <summary>Elements of gamma and beta where they go with rows; they repeat.</summary>
    public int Period { get; init; } = 1;

    /// <summary>Normalisations: x + residual is normalised, and stored in the buffer sum.</summary>
    public bool HasResidual { get; init; }

    /// <summary>Softmax: multiplies x first.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Softmax: added to the scaled x; null for nothing.</summary>
    public RowMask? Mask { get; init; }

    /// <summary>Softmax or its logarithm.</summary>
    public bool IsSoftmax => Kind is RowKind.Softmax or RowKind.LogSoftmax;

    /// <summary>Elements from a row of x to the next.</summary>
    public int InputPitch => InputStride == 0 ? Columns : InputStride;

    /// <summary>Elements from a row of y to the next.</summary>
    public int OutputPitch => OutputStride == 0 ? Columns : OutputStride;

    /// <summary>Arrays as large as x that are read or written.</summary>
    public int Streams => 2 + (HasResidual ? 2 : 0);
}
