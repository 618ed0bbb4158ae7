using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Simt;

/// <summary>What an <c>mma</c> computes: D = A * B + C.</summary>
/// <param name="Opcode">The operation.</param>
/// <param name="M">Rows of A, C and D.</param>
/// <param name="N">Columns of B, C and D.</param>
/// <param name="K">Columns of A and rows of B.</param>
/// <param name="Products">Independent products that the warp computes side by side.</param>
/// <param name="A">How the lanes share A, row by row.</param>
/// <param name="B">How they share B, row by row.</param>
/// <param name="C">How they share C and D, row by row.</param>
public sealed record SimtMatrixProduct(SimtOpcode Opcode, int M, int N, int K, int Products, SimtFragment A, SimtFragment B, SimtFragment C)
{
    /// <summary>Multiply-adds of one instruction.</summary>
    public int Macs => M * N * K * Products;
}
