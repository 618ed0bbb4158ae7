using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Runtime.Tests;

/// <summary>The small kernels in programs/mlu against plain loops, and free of races on every chip they fit.</summary>
public sealed class ShippedKernelTests
{
    [Theory]
    [InlineData("mlu370-x4")]
    [InlineData("mlu290-m5")]
    [InlineData("mlu590-h8")]
    public void Vector_add_adds(string chip)
    {
        var values = Run("vector-add", chip);
        Assert.Equal(32 * 8 * 12288, values["z"].Length);
        Assert.Equal(values["x"].Zip(values["y"], (x, y) => (double)((float)x + (float)y)), values["z"]);
        Assert.True(values["x"].Distinct().Count() > 1000);
    }

    [Theory]
    [InlineData("mlu370-x4")]
    [InlineData("mlu590-h8")]
    public void Softmax_row_is_the_softmax_of_each_row(string chip)
    {
        const int Columns = 4096;
        var values = Run("softmax-row", chip);
        var (x, y) = (values["x"], values["y"]);
        Assert.Equal(32 * 4 * Columns, y.Length);
        for (var row = 0; row < y.Length / Columns; row++)
        {
            var source = x.AsSpan(row * Columns, Columns).ToArray();
            var largest = source.Max();
            var exponentials = Array.ConvertAll(source, value => Math.Exp(value - largest));
            var sum = exponentials.Sum();
            for (var column = 0; column < Columns; column++)
            {
                Assert.Equal(exponentials[column] / sum, y[(row * Columns) + column], 1e-6 / Columns * 100);
            }
        }
    }

    private static IReadOnlyDictionary<string, double[]> Run(string program, string chipName)
    {
        var chip = (MluChip)ChipFile.Load(Repository.File("configs", "chips", chipName + ".yaml"));
        var file = Repository.File("programs", "mlu", program + ".asm");
        var image = DeviceFamilies.Of(chip).Assemble(File.ReadAllText(file), file, chip);
        var races = new List<string>();
        var values = DeviceFamilies.Of(chip).Evaluate(chip, image, null, new ValueWatch { Seed = 1, Races = races }, TestContext.Current.CancellationToken);
        Assert.Empty(races);
        Assert.Equal(BufferKind.Constant, image.Buffers[0].Kind);
        return values;
    }
}
