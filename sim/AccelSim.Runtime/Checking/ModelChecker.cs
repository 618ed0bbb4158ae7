using System.Collections.Immutable;
using AccelSim.Graph.Reference;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Tensors;

namespace AccelSim.Runtime;

/// <summary>Runs a compiled model for values and holds every output against the reference interpreter.</summary>
public static class ModelChecker
{
    /// <summary>Compares on made-up inputs.</summary>
    /// <param name="model">Compiled with weights.</param>
    /// <param name="chip">The chip it was compiled for.</param>
    /// <param name="seed">Seed of the inputs.</param>
    /// <param name="cancellation">Ends the check early.</param>
    public static CheckResult Check(CompiledModel model, ChipSpec chip, ulong seed, CancellationToken cancellation = default)
    {
        var family = DeviceFamilies.Of(chip);
        var inputs = InputGenerator.Create(model.Source, seed);
        var expected = Interpreter.Run(model.Source, inputs, (_, _) => cancellation.ThrowIfCancellationRequested());
        var races = new List<string>();
        var actual = family.Evaluate(chip, model.Image, model.Graph, new ValueWatch { Inputs = inputs, Races = races }, cancellation);
        var (tolerance, cosine) = Tolerance(model.Precision);
        var outputs = model.Source.Outputs.Select(o => Compare(o.Name, expected[o.Name].ToDoubles(), actual[o.Name], tolerance, cosine)).ToImmutableArray();
        return new CheckResult
        {
            Outputs = outputs,
            FirstDifference = outputs.All(o => o.Passed) ? null : FirstDifference(model, chip, inputs, tolerance, cosine, cancellation),
            RacesSought = family.FindsRaces,
            Races = [.. races],
        };
    }

    /// <summary>Runs a program whose model is not known on made-up inputs: looks for races and for results that are not finite.</summary>
    /// <param name="image">With contents of its constants.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="seed">Seed of the inputs.</param>
    /// <param name="cancellation">Ends the check early.</param>
    public static CheckResult Check(ProgramImage image, ChipSpec chip, ulong seed, CancellationToken cancellation = default)
    {
        var races = new List<string>();
        var family = DeviceFamilies.Of(chip);
        var results = family.Evaluate(chip, image, null, new ValueWatch { Seed = seed, Races = races }, cancellation);
        return new CheckResult
        {
            Compared = false,
            Outputs = [.. results.Select(result => new OutputCheck(result.Key, 0, 1, result.Value.LongCount(value => !double.IsFinite(value)), 0, 1))],
            RacesSought = family.FindsRaces,
            Races = [.. races],
        };
    }

    /// <summary>Compares two tensors.</summary>
    public static OutputCheck Compare(string name, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, double leastCosine)
    {
        if (expected.Length != actual.Length)
        {
            return new OutputCheck(name, double.PositiveInfinity, 0, 0, tolerance, leastCosine);
        }

        double worst = 0, largest = 0, ab = 0, aa = 0, bb = 0;
        var notFinite = 0L;
        for (var i = 0; i < expected.Length; i++)
        {
            var (a, b) = (expected[i], actual[i]);
            if (!double.IsFinite(b))
            {
                notFinite++;
                continue;
            }

            worst = Math.Max(worst, Math.Abs(a - b));
            largest = Math.Max(largest, Math.Abs(a));
            (ab, aa, bb) = (ab + (a * b), aa + (a * a), bb + (b * b));
        }

        var error = worst == 0 ? 0 : worst / largest;
        var cosine = aa == 0 && bb == 0 ? 1 : ab / Math.Sqrt(aa * bb);
        return new OutputCheck(name, error, double.IsNaN(cosine) ? 0 : cosine, notFinite, tolerance, leastCosine);
    }

    private static (double Relative, double Cosine) Tolerance(string precision) => precision == "fp32" ? (1e-3, 0.999) : (2e-2, 0.999);

    // Every layer whose result is a value of the graph is held against the reference, in order of execution.
    private static string? FirstDifference(
        CompiledModel model, ChipSpec chip, IReadOnlyDictionary<string, Tensor> inputs, double tolerance, double cosine, CancellationToken cancellation)
    {
        var reference = new Dictionary<string, double[]>(StringComparer.Ordinal);
        Interpreter.Run(model.Graph, inputs, (value, tensor) => reference[value.Name] = tensor.ToDoubles());
        var buffers = model.Image.Buffers.Select((buffer, index) => (buffer.Name, index)).DistinctBy(b => b.Name).ToDictionary(b => b.Name, b => b.index);
        var results = model.Graph.Nodes.DistinctBy(n => n.Name).ToDictionary(n => n.Name, n => model.Graph[n.Output].Name);
        string? first = null;
        DeviceFamilies.Of(chip).Evaluate(chip, model.Image, model.Graph, new ValueWatch { Inputs = inputs, Layer = Watch }, cancellation);
        return first;

        void Watch(int layer, Func<int, double[]> read)
        {
            var name = model.Image.Layers[layer].Name;
            if (first is not null || !results.TryGetValue(name, out var value) || !buffers.TryGetValue(value, out var buffer) ||
                !reference.TryGetValue(value, out var expected))
            {
                return;
            }

            var check = Compare(name, expected, read(buffer), tolerance, cosine);
            if (!check.Passed)
            {
                first = FormattableString.Invariant(
                    $"{name} ({model.Image.Layers[layer].Operator}): max error {check.RelativeError:0.0e+0} of max, cosine {check.Cosine:0.0000}, {check.NotFinite} not finite");
            }
        }
    }
}
