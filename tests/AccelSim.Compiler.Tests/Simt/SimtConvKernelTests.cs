using AccelSim.Compiler.Simt.Lowering;
using AccelSim.Compiler.Simt.Products;
using AccelSim.Graph.Operators;
using AccelSim.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Compiler.Tests.Simt;

/// <summary>Convolutions compute what the sum over their windows does.</summary>
public class SimtConvKernelTests
{
    [Theory]
    [InlineData("a100-sxm4-80", ElementType.Float16)]
    [InlineData("v100-sxm2", ElementType.Float16)]
    [InlineData("mi100", ElementType.BFloat16)]
    [InlineData("br104", ElementType.Float16)]
    [InlineData("h100-sxm5", ElementType.Float32)]
    public void Convolutions_agree_with_the_reference(string chip, ElementType type)
    {
        var target = GemmKernelTests.Target(chip, type);
        Law.Holds(Problems(type), conv =>
        {
            var random = new Random(conv.Product.K);
            var input = Values(conv.Images * conv.Height * conv.Width * conv.InputChannels);
            var weights = Values(conv.Product.K * conv.OutputChannels);
            var bias = Values(conv.OutputChannels);
            var (ci, kh, kw) = (conv.InputChannels, conv.Kernel.Height, conv.Kernel.Width);
            var schedule = ConvKernel.Candidates(conv, target)[0].Schedule;
            var run = new SimtKernelRun().With("a", input, type).With("b", ConvFilters.Turned(weights, conv.OutputChannels, ci, kh * kw), type)
                .With("c", new byte[conv.Product.M * conv.Product.N * 4]).With("bias", bias, ElementType.Float32)
                .With("workspace", new byte[GemmKernel.WorkspaceBytes(conv.Product, schedule)]);
            foreach (var kernel in ConvKernel.Write("conv", conv, schedule, target))
            {
                run.Values(kernel, target.Chip);
            }

            Compare(conv, input, weights, bias, run.Floats("c", ElementType.Float32));

            float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-8, 9) / 8f)];
        }, count: 12);
    }

    private static Gen<ConvProblem> Problems(ElementType type) =>
        from images in Gen.Choose(1, 2)
        from height in Gen.Elements(1, 5, 7, 12)
        from width in Gen.Choose(5, 12)
        from ci in Gen.Elements(3, 5, 8, 16, 24, 64)
        from co in Gen.Elements(8, 10, 64)
        from kernel in Gen.Elements((1, 1), (3, 3), (1, 3), (5, 2))
        from stride in Gen.Elements((1, 1), (2, 2), (1, 2))
        from dilation in Gen.Elements((1, 1), (2, 1))
        from padding in Gen.Elements((0, 0), (1, 1), (2, 0))
        let reach = (Height: ((kernel.Item1 - 1) * dilation.Item1) + 1, Width: ((kernel.Item2 - 1) * dilation.Item2) + 1)
        let output = (((height + (2 * padding.Item1) - reach.Height) / stride.Item1) + 1, ((width + (2 * padding.Item2) - reach.Width) / stride.Item2) + 1)
        where height + (2 * padding.Item1) >= reach.Height && output.Item1 > 0
        select new ConvProblem
        {
            Images = images,
            Height = height,
            Width = width,
            InputChannels = ci,
            OutputChannels = co,
            Kernel = kernel,
            Stride = stride,
            Dilation = dilation,
            Padding = padding,
            Output = output,
            Input = type,
            Epilogue = new() { Output = ElementType.Float32, Bias = GemmBias.Column, Activation = Activation.Relu },
        };

    private static void Compare(ConvProblem conv, float[] input, float[] weights, float[] bias, float[] result)
    {
        var (ci, kernel) = (conv.InputChannels, conv.Kernel);
        for (var at = 0; at < result.Length; at++)
        {
            var (pixel, channel) = (at / conv.OutputChannels, at % conv.OutputChannels);
            var (column, row, image) = (pixel % conv.Output.Width, pixel / conv.Output.Width % conv.Output.Height, pixel / conv.Output.Width / conv.Output.Height);
            double sum = bias[channel];
            for (var tap = 0; tap < kernel.Height * kernel.Width; tap++)
            {
                var y = (row * conv.Stride.Height) - conv.Padding.Top + (tap / kernel.Width * conv.Dilation.Height);
                var x = (column * conv.Stride.Width) - conv.Padding.Left + (tap % kernel.Width * conv.Dilation.Width);
                if (y < 0 || y >= conv.Height || x < 0 || x >= conv.Width)
                {
                    continue;
                }

                for (var c = 0; c < ci; c++)
                {
                    sum += (double)input[(((((image * conv.Height) + y) * conv.Width) + x) * ci) + c] * weights[(((channel * ci) + c) * kernel.Height * kernel.Width) + tap];
                }
            }

            Assert.True(Math.Abs(result[at] - Math.Max(sum, 0)) <= 1e-4, $"element {at} is {result[at]}, expected {Math.Max(sum, 0)}; {conv}");
        }
    }
}
