using AccelSim.Compiler.Simt;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Chips with warps of 16, 32 and 64 threads and the storage types that they compute with.</summary>
internal static class RowTargets
{
    private static readonly string[] Chips = ["br104", "a100-sxm4-80", "v100-sxm2", "mi100"];

    /// <summary>Any of them, with any of its types.</summary>
    public static Gen<SimtTarget> Any() =>
        from chip in Gen.Elements(Chips.Select(name => SimtKernelRun.Chip(name)).ToArray())
        from type in Gen.Elements(Types(chip).ToArray())
        select new SimtTarget(chip, type);

    /// <summary>Values around a centre, rounded to a storage type, the same for the same seed.</summary>
    public static float[] Values(int count, int seed, SimtTarget target, double centre = 0, double spread = 2)
    {
        var random = new Random(seed);
        return Rounded([.. Enumerable.Range(0, count).Select(_ => (float)(centre + (spread * ((2 * random.NextDouble()) - 1))))], target);
    }

    /// <summary>Values as a storage type holds them.</summary>
    public static float[] Rounded(float[] values, SimtTarget target) => new SimtKernelRun().With("x", values, target.Type).Floats("x", target.Type);

    /// <summary>That every value is the expected one within what its storage type and an fp32 computation allow.</summary>
    public static void Close(IReadOnlyList<double> expected, float[] actual, SimtTarget target, double tolerance = 2e-5)
    {
        var relative = tolerance + (target.Type switch { ElementType.Float16 => 1.0 / 1024, ElementType.BFloat16 => 1.0 / 128, _ => 0 });
        Assert.Equal(expected.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            var bound = (relative * Math.Abs(expected[i])) + tolerance;
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= bound || expected[i].Equals(actual[i]),
                $"{target.Chip.Name} {target.Type}: element {i} of {actual.Length} is {actual[i]}, expected {expected[i]}");
        }
    }

    private static IEnumerable<ElementType> Types(Machine.Simt.SimtChip chip) =>
        ((ElementType[])[ElementType.Float32, ElementType.Float16, ElementType.BFloat16])
        .Where(type => type != ElementType.BFloat16 || chip.Capabilities.Contains(Machine.Simt.SimtCapabilities.Bf16));
}
