using AccelSim.Tensors;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>C = A * B for every matrix of a batch, with an epilogue. A is M x K, B is K x N, C is M x N and stored row by row.</summary>
internal sealed record GemmProblem
{
    public required int M { get; init; }

    public required int N { get; init; }

    public required int K { get; init; }

    /// <summary>Outer batch extent.</summary>
    public int Outer { get; init; } = 1;

    /// <summary>Inner batch extent: heads, where the outer one counts sequences.</summary>
    public int Inner { get; init; } = 1;

    public required GemmOperand A { get; init; }

    public required GemmOperand B { get; init; }

    /// <summary>The result, and the residual.</summary>
    public required GemmOperand C { get; init; }

    /// <summary>Element type of A and B: fp32, fp16 or bf16.</summary>
    public required ElementType Input { get; init; }

    /// <summary>
    /// True where an element of A and B, of fp16's size, is a pair of int8 that are neighbours along k: what moves is the same, sums are of int32 and become
    /// fp32 in the end. Both lie along k, and K counts pairs.
    /// </summary>
    public bool Int8Pairs { get; init; }

    public GemmEpilogue Epilogue { get; init; } = new();

    /// <summary>Matrices of the batch.</summary>
    public int Batch => Outer * Inner;

    /// <summary>Multiply-adds.</summary>
    public double Macs => (double)M * N * K * Batch;

    /// <summary>A plain product of row-major matrices that fill their buffers.</summary>
    public static GemmProblem Of(int m, int n, int k, ElementType type, bool transposeA = false, bool transposeB = false) => new()
    {
        M = m,
        N = n,
        K = k,
        A = new(transposeA ? m : k, transposeA),
        B = new(transposeB ? k : n, transposeB),
        C = new(n),
        Input = type,
        Epilogue = new() { Output = type },
    };

    /// <summary>A product of int8 matrices, A stored [m, k] and B [n, k].</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Depth, even.</param>
    /// <param name="scale">Factor of each sum.</param>
    public static GemmProblem OfInt8(int m, int n, int k, float scale) => Of(m, n, k / 2, ElementType.Float16, transposeB: true) with
    {
        Int8Pairs = true,
        Epilogue = new() { Alpha = scale, Output = ElementType.Float16 },
    };

    /// <summary>True where neighbours along k of an operand are neighbours in memory.</summary>
    public bool IsKMajor(bool a) => a ? !A.Transposed : B.Transposed;

    /// <summary>Bytes in which an operand can be read.</summary>
    public int ReadBytes(bool a) => (a ? A : B).AccessBytes(IsKMajor(a) ? K : a ? M : N, Input.SizeInBytes());

    /// <summary>Bytes in which rows of the result can be written.</summary>
    public int WriteBytes => C.AccessBytes(N, Epilogue.Output.SizeInBytes());
}
