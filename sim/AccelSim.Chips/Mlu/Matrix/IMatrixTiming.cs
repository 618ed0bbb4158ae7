using AccelSim.Machine;

namespace AccelSim.Chips.Mlu;

/// <summary>How many cycles a matrix unit needs for a product, beside its start overhead. One small class per kind of unit.</summary>
public interface IMatrixTiming
{
    /// <summary>Cycles of a product of <paramref name="m"/> x <paramref name="k"/> by <paramref name="k"/> x <paramref name="n"/>.</summary>
    /// <param name="format">Element types of the two sides; one that the unit supports.</param>
    /// <param name="m">Rows: output pixels of a convolution.</param>
    /// <param name="k">Reduction of one kernel position: input channels of a convolution.</param>
    /// <param name="n">Columns: output channels of a convolution.</param>
    /// <param name="window">Kernel positions summed into each output: kh * kw of a convolution, 1 for a product.</param>
    long Cycles(MacFormat format, long m, long k, long n, long window);
}
