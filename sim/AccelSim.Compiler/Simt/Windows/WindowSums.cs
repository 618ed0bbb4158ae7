using AccelSim.Compiler.Simt.Emit;
using AccelSim.Compiler.Simt.Kernels;

namespace AccelSim.Compiler.Simt.Windows;

/// <summary>The sums of a thread of a convolution, in fp32, by pixel and channel.</summary>
internal sealed class WindowSums
{
    private readonly SimtKernelBuilder _k;
    private readonly WindowThreads _threads;
    private readonly WindowEpilogue _epilogue;
    private readonly SimtTarget _target;
    private readonly int _channels;

    /// <summary>Begins sums with the bias, or 0.</summary>
    /// <param name="k">Kernel.</param>
    /// <param name="threads">Which outputs.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="vector">Channels of a thread.</param>
    /// <param name="pixels">Pixels of a thread.</param>
    /// <param name="epilogue">What becomes of the sums.</param>
    /// <param name="target">Chip.</param>
    public WindowSums(SimtKernelBuilder k, WindowThreads threads, int channels, int vector, int pixels, WindowEpilogue epilogue, SimtTarget target)
    {
        (_k, _threads, _channels, _epilogue, _target) = (k, threads, channels, epilogue, target);
        var bias = epilogue.HasBias
            ? ElementCode.Load(k, k.Offset(k.Pointer("bias"), threads.Channel, target.ElementBytes), 0, vector, target.Type)
            : Enumerable.Repeat(Reg.Zero, vector).ToArray();
        Values = [.. Enumerable.Range(0, pixels).Select(_ => bias.Select(value => k.Do("mov.b32", value)).ToArray())];
    }

    /// <summary>The sums; to be added to in place.</summary>
    public Reg[][] Values { get; }

    /// <summary>Adds what is left to add, and stores.</summary>
    public void Store()
    {
        var (bytes, vector) = (_target.ElementBytes, Values[0].Length);
        var exists = Enumerable.Range(0, Values.Length).Select(_threads.Exists).ToArray();
        Reg[][]? residual = null;
        if (_epilogue.HasResidual)
        {
            var from = _threads.Output("residual", _channels, bytes);
            residual = [.. exists.Select((guard, pixel) => ElementCode.LoadRaw(_k, from, pixel * _channels * bytes, vector * bytes, guard))];
        }

        var y = _threads.Output("y", _channels, bytes);
        for (var pixel = 0; pixel < Values.Length; pixel++)
        {
            var values = Values[pixel];
            if (residual is not null)
            {
                values = [.. values.Zip(ElementCode.Widen(_k, residual[pixel], vector, _target.Type), (a, b) => _k.Do("add.f32", a, b))];
            }

            ElementCode.Store(_k, y, pixel * _channels * bytes, [.. values.Select(value => MathCode.Activate(_k, _epilogue.Activation, value))], _target.Type, exists[pixel]);
        }
    }
}
