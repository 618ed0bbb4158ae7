using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>
/// A convolution's kernel or bias with the batch normalisation after it folded in, computed in double precision when asked for:
/// with s = gamma / sqrt(variance + epsilon) per output channel, kernel * s, and (bias - mean) * s + beta.
/// </summary>
public sealed class FoldedBatchNorm : Constant
{
    private readonly Constant? _subject;
    private readonly Constant[] _statistics;
    private readonly double _epsilon;
    private readonly bool _isKernel;

    private FoldedBatchNorm(TensorType type, Constant? subject, Constant[] statistics, double epsilon, bool isKernel)
        : base(type)
    {
        _subject = subject;
        _statistics = statistics;
        _epsilon = epsilon;
        _isKernel = isKernel;
    }

    /// <inheritdoc/>
    public override string Source => _isKernel ? "kernel * batch norm" : "bias of batch norm";

    /// <summary>The kernel [M, ...] scaled per output channel.</summary>
    /// <param name="kernel">The convolution's kernel.</param>
    /// <param name="statistics">Gamma, beta, mean and variance, [M] each.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static FoldedBatchNorm Kernel(Constant kernel, Constant[] statistics, double epsilon) => new(kernel.Type, kernel, statistics, epsilon, true);

    /// <summary>The bias [M].</summary>
    /// <param name="bias">The convolution's own bias, or null.</param>
    /// <param name="statistics">Gamma, beta, mean and variance, [M] each.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static FoldedBatchNorm Bias(Constant? bias, Constant[] statistics, double epsilon) => new(statistics[1].Type, bias, statistics, epsilon, false);

    /// <inheritdoc/>
    public override Tensor Load()
    {
        var gamma = _statistics[0].Load().ToDoubles();
        var beta = _statistics[1].Load().ToDoubles();
        var mean = _statistics[2].Load().ToDoubles();
        var variance = _statistics[3].Load().ToDoubles();
        var result = _subject?.Load().ToDoubles() ?? new double[beta.Length];
        var perChannel = gamma.Length == 0 ? 0 : result.Length / gamma.Length;
        for (var channel = 0; channel < gamma.Length; channel++)
        {
            var scale = gamma[channel] / Math.Sqrt(variance[channel] + _epsilon);
            for (var i = channel * perChannel; i < (channel + 1) * perChannel; i++)
            {
                result[i] = _isKernel ? result[i] * scale : (result[i] - mean[channel]) * scale + beta[channel];
            }
        }

        return Tensor.FromDoubles(Type, result);
    }
}
