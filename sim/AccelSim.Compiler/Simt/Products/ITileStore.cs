using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Writes what threads have read of an operand's tile into shared memory, in the order in which products want it.</summary>
internal interface ITileStore
{
    /// <summary>Stored rows that a thread reads together.</summary>
    int Together { get; }

    /// <summary>Writes what a pass has read.</summary>
    /// <param name="pass">Pass.</param>
    /// <param name="raw">Registers of each of the rows read together.</param>
    /// <param name="takes">Lanes that take part.</param>
    /// <param name="bufferOffset">Bytes of the buffer beyond the first.</param>
    void Store(int pass, IReadOnlyList<Reg> raw, Pred takes, int bufferOffset);
}
