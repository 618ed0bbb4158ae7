using System.Collections.Immutable;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>The normalisations, each by its textbook formula.</summary>
internal static class NormalizationKernels
{
    public static Tensor Batch(BatchNormalization op, Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance)
    {
        var (g, b, m, v) = (gamma.ToDoubles(), beta.ToDoubles(), mean.ToDoubles(), variance.ToDoubles());
        var channels = g.Length;
        var perChannel = (int)x.Shape.Product(2, x.Shape.Rank);
        var values = x.ToDoubles();
        for (var i = 0; i < values.Length; i++)
        {
            var c = i / perChannel % channels;
            values[i] = g[c] * (values[i] - m[c]) / Math.Sqrt(v[c] + op.Epsilon) + b[c];
        }

        return Tensor.FromDoubles(x.Type, values);
    }

    public static Tensor[] Layer(LayerNormalization op, Tensor x, Tensor gamma, Tensor? beta, ImmutableArray<TensorType> types)
    {
        var values = x.ToDoubles();
        var length = (int)x.Shape.Product(op.Axis, x.Shape.Rank);
        var rows = length == 0 ? 0 : values.Length / length;
        var means = new double[rows];
        var inverses = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            (means[row], inverses[row]) = Standardize(values.AsSpan(row * length, length), op.Epsilon);
        }

        Scale(values, x.Shape, gamma, beta);
        var result = Tensor.FromDoubles(x.Type, values);
        return op.WithStatistics ? [result, Tensor.FromDoubles(types[1], means), Tensor.FromDoubles(types[2], inverses)] : [result];
    }

    public static Tensor RootMeanSquare(RmsNormalization op, Tensor x, Tensor gamma)
    {
        var values = x.ToDoubles();
        var length = (int)x.Shape.Product(op.Axis, x.Shape.Rank);
        for (var start = 0; start < values.Length; start += length)
        {
            var squares = 0.0;
            for (var i = 0; i < length; i++)
            {
                squares += values[start + i] * values[start + i];
            }

            var inverse = 1 / Math.Sqrt(squares / length + op.Epsilon);
            for (var i = 0; i < length; i++)
            {
                values[start + i] *= inverse;
            }
        }

        Scale(values, x.Shape, gamma, null);
        return Tensor.FromDoubles(x.Type, values);
    }

    public static Tensor Instance(InstanceNormalization op, Tensor x, Tensor gamma, Tensor beta)
    {
        var (g, b) = (gamma.ToDoubles(), beta.ToDoubles());
        var length = (int)x.Shape.Product(2, x.Shape.Rank);
        var values = x.ToDoubles();
        for (var plane = 0; length > 0 && plane < values.Length / length; plane++)
        {
            var part = values.AsSpan(plane * length, length);
            Standardize(part, op.Epsilon);
            var channel = plane % g.Length;
            for (var i = 0; i < length; i++)
            {
                part[i] = part[i] * g[channel] + b[channel];
            }
        }

        return Tensor.FromDoubles(x.Type, values);
    }

    public static Tensor LocalResponse(LocalResponseNormalization op, Tensor x)
    {
        var channels = (int)x.Shape[1];
        var perChannel = (int)x.Shape.Product(2, x.Shape.Rank);
        var before = (int)((op.Size - 1) / 2);
        var after = (int)(op.Size - 1 - before);
        var values = x.ToDoubles();
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i / perChannel % channels;
            var squares = 0.0;
            for (var c = Math.Max(0, channel - before); c <= Math.Min(channels - 1, channel + after); c++)
            {
                var neighbour = values[i + (c - channel) * perChannel];
                squares += neighbour * neighbour;
            }

            result[i] = values[i] / Math.Pow(op.Bias + op.Alpha / op.Size * squares, op.Beta);
        }

        return Tensor.FromDoubles(x.Type, result);
    }

    /// <summary>Subtracts the mean and divides by the standard deviation, in place.</summary>
    private static (double Mean, double InverseDeviation) Standardize(Span<double> values, double epsilon)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var inverse = 1 / Math.Sqrt(squares / values.Length + epsilon);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - mean) * inverse;
        }

        return (mean, inverse);
    }

    private static void Scale(double[] values, Shape shape, Tensor gamma, Tensor? beta)
    {
        var (g, b) = (gamma.ToDoubles(), beta?.ToDoubles());
        var gammaAt = new Odometer(shape, gamma.Shape.BroadcastStrides(shape));
        var betaAt = beta is null ? null : new Odometer(shape, beta.Shape.BroadcastStrides(shape));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= g[gammaAt.Offset];
            gammaAt.Advance();
            if (betaAt is not null)
            {
                values[i] += b![betaAt.Offset];
                betaAt.Advance();
            }
        }
    }
}
