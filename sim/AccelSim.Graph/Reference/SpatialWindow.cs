using AccelSim.Graph.Operators;
using AccelSim.Tensors;

namespace AccelSim.Graph.Reference;

/// <summary>A window over exactly three spatial axes (missing ones have extent 1), with the extents of operand and result.</summary>
internal sealed class SpatialWindow
{
    private SpatialWindow(int[] input, int[] output, int[] kernel, int[] strides, int[] begin, int[] end, int[] dilations)
    {
        Input = input;
        Output = output;
        Kernel = kernel;
        Strides = strides;
        Begin = begin;
        End = end;
        Dilations = dilations;
    }

    public int[] Input { get; }

    public int[] Output { get; }

    public int[] Kernel { get; }

    public int[] Strides { get; }

    public int[] Begin { get; }

    public int[] End { get; }

    public int[] Dilations { get; }

    public int InputCount => Input[0] * Input[1] * Input[2];

    public int OutputCount => Output[0] * Output[1] * Output[2];

    public int KernelCount => Kernel[0] * Kernel[1] * Kernel[2];

    public static SpatialWindow Of(Window window, Shape input, Shape output) => new(
        Three(input.Dims.Skip(2), 1), Three(output.Dims.Skip(2), 1), Three(window.Kernel, 1), Three(window.Strides, 1),
        Three(window.PadsBegin, 0), Three(window.PadsEnd, 0), Three(window.Dilations, 1));

    /// <summary>
    /// Writes the operand elements under the windows: panel[(channel, kernel position) * columns + j] is what window first + j sees there, 0 in the padding.
    /// </summary>
    public void Gather(double[] source, int start, int channels, int first, int columns, Span<double> panel)
    {
        var k = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            for (var kd = 0; kd < Kernel[0]; kd++)
            {
                for (var kh = 0; kh < Kernel[1]; kh++)
                {
                    for (var kw = 0; kw < Kernel[2]; kw++, k++)
                    {
                        for (var j = 0; j < columns; j++)
                        {
                            var at = first + j;
                            var d = at / (Output[1] * Output[2]) * Strides[0] - Begin[0] + kd * Dilations[0];
                            var h = at / Output[2] % Output[1] * Strides[1] - Begin[1] + kh * Dilations[1];
                            var w = at % Output[2] * Strides[2] - Begin[2] + kw * Dilations[2];
                            var inside = (uint)d < (uint)Input[0] && (uint)h < (uint)Input[1] && (uint)w < (uint)Input[2];
                            panel[k * columns + j] = inside ? source[start + ((channel * Input[0] + d) * Input[1] + h) * Input[2] + w] : 0;
                        }
                    }
                }
            }
        }
    }

    private static int[] Three(IEnumerable<long> values, long missing)
    {
        var given = values.ToArray();
        return [.. Enumerable.Repeat(missing, 3 - given.Length).Concat(given).Select(value => checked((int)value))];
    }
}
