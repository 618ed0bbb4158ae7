using System.Collections.Immutable;

namespace AccelSim.Isa.Image;

/// <summary>Rules between the parts of an image: every reference leads somewhere, every amount is possible.</summary>
public static class ImageRules
{
    private const long LargestAddress = 1L << 48;
    private const int MostRegisters = 1024;
    private const int MostThreads = 1 << 16;
    private const int MostEvents = 1 << 20;

    /// <summary>Everything that is wrong; empty for a usable image.</summary>
    public static ImmutableArray<string> Problems(ProgramImage image)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        CheckMemory(image, problems);
        CheckKernels(image, problems);
        for (var i = 0; i < image.Commands.Length; i++)
        {
            CheckCommand(image, image.Commands[i], i, problems);
        }

        foreach (var (layer, name) in image.Layers.SelectMany(l => l.Kernels.Select(k => (k, l.Name))))
        {
            Expect(layer >= 0 && layer < image.Kernels.Length, $"layer '{name}' names kernel {layer}, of {image.Kernels.Length}", problems);
        }

        foreach (var host in image.HostOperators)
        {
            foreach (var buffer in host.Inputs.Where(b => b != -1).Concat(host.Outputs))
            {
                Expect(IsBuffer(image, buffer), $"host operator '{host.Name}' names buffer {buffer}, of {image.Buffers.Length}", problems);
            }
        }

        return problems.ToImmutable();
    }

    private static void CheckMemory(ProgramImage image, ImmutableArray<string>.Builder problems)
    {
        foreach (var buffer in image.Buffers)
        {
            var possible = buffer.Address is >= 0 and <= LargestAddress &&
                buffer.Bytes is >= 0 and <= LargestAddress && Enum.IsDefined(buffer.Kind);
            Expect(possible, $"buffer '{buffer.Name}' is impossible: {buffer.Bytes} bytes at {buffer.Address}", problems);
            Expect(buffer.Shape.All(d => d >= 0), $"buffer '{buffer.Name}' has a negative dimension", problems);
            Expect(!possible || buffer.Address + buffer.Bytes <= image.Target.Needs.DeviceBytes,
                $"buffer '{buffer.Name}' ends beyond the {image.Target.Needs.DeviceBytes} bytes of device memory asked for", problems);
        }

        foreach (var constant in image.Constants)
        {
            if (!IsBuffer(image, constant.Buffer))
            {
                problems.Add($"constant '{constant.Name}' names buffer {constant.Buffer}, of {image.Buffers.Length}");
                continue;
            }

            var length = constant.Content switch { InlineContent c => c.Bytes.Length, DeferredContent c => c.Length, _ => 0L };
            Expect(length >= 0 && length <= image.Buffers[constant.Buffer].Bytes,
                $"constant '{constant.Name}' of {length} bytes does not fit its buffer of {image.Buffers[constant.Buffer].Bytes}", problems);
        }
    }

    private static void CheckKernels(ProgramImage image, ImmutableArray<string>.Builder problems)
    {
        foreach (var kernel in image.Kernels)
        {
            Expect(kernel.Entry >= 0 && kernel.Entry < kernel.Code.Length,
                $"kernel '{kernel.Name}' starts at {kernel.Entry} of {kernel.Code.Length} bytes of code", problems);
            Expect(kernel.UnionClusters == 0 || (kernel.UnionClusters > 0 && int.IsPow2(kernel.UnionClusters)),
                $"kernel '{kernel.Name}' asks for UNION{kernel.UnionClusters}, not a power of two", problems);
            Expect(kernel is { Registers: >= 0 and <= MostRegisters, SharedBytes: >= 0, LocalBytes: >= 0, Parameters: null or >= 0 },
                $"kernel '{kernel.Name}' asks for {kernel.Registers} registers, {kernel.SharedBytes} bytes of shared and {kernel.LocalBytes} of local memory, and {kernel.Parameters} arguments", problems);
            var next = 0L;
            foreach (var range in kernel.Source)
            {
                if (range.First < next || range.Count < 0 || range.Line < 0 || range.Layer < -1 || range.Layer >= image.Layers.Length)
                {
                    problems.Add($"kernel '{kernel.Name}' has an impossible source range at instruction {range.First}");
                }

                next = (long)range.First + range.Count;
            }
        }
    }

    private static void CheckCommand(ProgramImage image, ImageCommand command, int at, ImmutableArray<string>.Builder problems)
    {
        Expect(command.Queue is >= 0 and < 1024, $"command {at} is in queue {command.Queue}", problems);
        switch (command)
        {
            case CopyCommand copy:
                Expect(
                    IsBuffer(image, copy.Buffer) && copy.Offset >= 0 && copy.Bytes >= 0 &&
                        copy.Offset <= image.Buffers[copy.Buffer].Bytes - copy.Bytes,
                    $"command {at} copies {copy.Bytes} bytes at {copy.Offset} of buffer {copy.Buffer}, which has not that much", problems);
                break;
            case LaunchCommand launch:
                Expect(launch.Kernel >= 0 && launch.Kernel < image.Kernels.Length,
                    $"command {at} launches kernel {launch.Kernel}, of {image.Kernels.Length}", problems);
                Expect(launch is { DimX: > 0, DimY: > 0, DimZ: > 0 } && (Int128)launch.DimX * launch.DimY * launch.DimZ <= int.MaxValue,
                    $"command {at} launches {launch.DimX} x {launch.DimY} x {launch.DimZ} tasks", problems);
                Expect(launch is { BlockX: > 0, BlockY: > 0, BlockZ: > 0, DynamicSharedBytes: >= 0 } && (Int128)launch.BlockX * launch.BlockY * launch.BlockZ <= MostThreads,
                    $"command {at} launches blocks of {launch.BlockX} x {launch.BlockY} x {launch.BlockZ} threads with {launch.DynamicSharedBytes} bytes of shared memory more", problems);
                CheckArguments(image, launch, at, problems);
                Expect(launch.Layer >= -1 && launch.Layer < image.Layers.Length,
                    $"command {at} is of layer {launch.Layer}, of {image.Layers.Length}", problems);
                break;
            case RecordCommand record:
                Expect(record.Event is >= 0 and < MostEvents, $"command {at} records event {record.Event}", problems);
                break;
            case AwaitCommand awaits:
                Expect(
                    image.Commands.Take(at).OfType<RecordCommand>().Any(record => record.Event == awaits.Event),
                    $"command {at} waits for event {awaits.Event}, which no command before it records", problems);
                break;
            case HostOperatorCommand host:
                Expect(host.Operator >= 0 && host.Operator < image.HostOperators.Length,
                    $"command {at} runs host operator {host.Operator}, of {image.HostOperators.Length}", problems);
                break;
        }
    }

    private static void CheckArguments(ProgramImage image, LaunchCommand launch, int at, ImmutableArray<string>.Builder problems)
    {
        if (launch.Kernel >= 0 && launch.Kernel < image.Kernels.Length && image.Kernels[launch.Kernel] is { Parameters: { } taken } kernel)
        {
            Expect(launch.Arguments.Length == taken, $"command {at} gives {launch.Arguments.Length} arguments to kernel '{kernel.Name}', which takes {taken}", problems);
        }
    }

    private static bool IsBuffer(ProgramImage image, int index) => index >= 0 && index < image.Buffers.Length;

    private static void Expect(bool holds, string problem, ImmutableArray<string>.Builder problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
