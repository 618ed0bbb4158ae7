using System.Collections.Immutable;
using MessagePack;

namespace AccelSim.Isa.Image;

/// <summary>
/// Writes the metadata of an image: every record an array of its fields in the order below, which is the file format.
/// Changing it means a new <see cref="ProgramImage.CurrentVersion"/>.
/// </summary>
internal static class ImageEncoder
{
    public const int CopyCode = 0;
    public const int LaunchCode = 1;
    public const int WaitCode = 2;
    public const int HostOperatorCode = 3;
    public const int RecordCode = 4;
    public const int AwaitCode = 5;
    public const int InlineCode = 0;
    public const int DescribedCode = 1;

    public static void Write(MessagePackWriter to, ProgramImage image)
    {
        to.WriteArrayHeader(8);
        to.Write(image.Name);
        Write(to, image.Target);
        WriteAll(to, image.Buffers, Write);
        WriteAll(to, image.Constants, Write);
        WriteAll(to, image.Kernels, Write);
        WriteAll(to, image.Commands, Write);
        WriteAll(to, image.Layers, Write);
        WriteAll(to, image.HostOperators, Write);
    }

    private static void Write(MessagePackWriter to, ImageTarget target)
    {
        to.WriteArrayHeader(5);
        to.Write(target.Family);
        to.Write(target.Chip);
        to.Write(target.Isa);
        WriteAll(to, target.Capabilities, (w, c) => w.Write(c));
        to.WriteArrayHeader(11);
        to.Write(target.Needs.NramBytes);
        to.Write(target.Needs.WramBytes);
        to.Write(target.Needs.SramBytes);
        to.Write(target.Needs.DeviceBytes);
        to.Write(target.Needs.CoresPerCluster);
        to.Write(target.Needs.Clusters);
        to.Write(target.Needs.Union);
        to.Write(target.Needs.RegistersPerThread);
        to.Write(target.Needs.SharedBytesPerBlock);
        to.Write(target.Needs.ThreadsPerBlock);
        to.Write(target.Needs.WarpWidth);
    }

    private static void Write(MessagePackWriter to, ImageBuffer buffer)
    {
        to.WriteArrayHeader(7);
        to.Write(buffer.Name);
        to.Write((int)buffer.Kind);
        to.Write(buffer.Address);
        to.Write(buffer.Bytes);
        to.Write(buffer.ElementType);
        WriteAll(to, buffer.Shape, (w, d) => w.Write(d));
        to.Write(buffer.Layout);
    }

    private static void Write(MessagePackWriter to, ImageConstant constant)
    {
        to.WriteArrayHeader(3);
        to.Write(constant.Name);
        to.Write(constant.Buffer);
        switch (constant.Content)
        {
            case DescribedContent described:
                to.WriteArrayHeader(3);
                to.Write(DescribedCode);
                to.Write(described.Role);
                if (described.Seed is { } seed)
                {
                    to.Write(seed);
                }
                else
                {
                    to.WriteNil();
                }

                break;
            default:
                to.WriteArrayHeader(2);
                to.Write(InlineCode);
                to.Write(LengthOf(constant.Content));
                break;
        }
    }

    private static void Write(MessagePackWriter to, ImageKernel kernel)
    {
        to.WriteArrayHeader(10);
        to.Write(kernel.Name);
        to.Write(kernel.Code.Span);
        to.Write(kernel.Entry);
        to.Write(kernel.UnionClusters);
        to.Write(kernel.UsesMemoryCore);
        to.Write(kernel.Registers);
        to.Write(kernel.SharedBytes);
        to.Write(kernel.LocalBytes);
        if (kernel.Parameters is { } parameters)
        {
            to.Write(parameters);
        }
        else
        {
            to.WriteNil();
        }

        WriteAll(to, kernel.Source, Write);
    }

    private static void Write(MessagePackWriter to, ImageSourceRange range)
    {
        to.WriteArrayHeader(5);
        to.Write(range.First);
        to.Write(range.Count);
        to.Write(range.Line);
        to.Write(range.Layer);
        to.Write(range.Note);
    }

    private static void Write(MessagePackWriter to, ImageCommand command)
    {
        switch (command)
        {
            case CopyCommand copy:
                to.WriteArrayHeader(6);
                to.Write(CopyCode);
                to.Write(copy.Queue);
                to.Write(copy.ToDevice);
                to.Write(copy.Buffer);
                to.Write(copy.Offset);
                to.Write(copy.Bytes);
                break;
            case LaunchCommand launch:
                to.WriteArrayHeader(13);
                to.Write(LaunchCode);
                to.Write(launch.Queue);
                to.Write(launch.Kernel);
                to.Write(launch.DimX);
                to.Write(launch.DimY);
                to.Write(launch.DimZ);
                to.Write(launch.BlockX);
                to.Write(launch.BlockY);
                to.Write(launch.BlockZ);
                to.Write(launch.DynamicSharedBytes);
                WriteAll(to, launch.Arguments, (w, a) => w.Write(a));
                to.Write(launch.Layer);
                to.Write(launch.Priority);
                break;
            case WaitCommand wait:
                to.WriteArrayHeader(3);
                to.Write(WaitCode);
                to.Write(wait.Queue);
                to.Write(wait.AllQueues);
                break;
            case RecordCommand record:
                Write(to, RecordCode, record.Queue, record.Event);
                break;
            case AwaitCommand awaits:
                Write(to, AwaitCode, awaits.Queue, awaits.Event);
                break;
            case HostOperatorCommand host:
                Write(to, HostOperatorCode, host.Queue, host.Operator);
                break;
            default:
                throw new ArgumentException($"no encoding for {command.GetType().Name}", nameof(command));
        }
    }

    /// <summary>A command that names one thing by its number.</summary>
    private static void Write(MessagePackWriter to, int code, int queue, int number)
    {
        to.WriteArrayHeader(3);
        to.Write(code);
        to.Write(queue);
        to.Write(number);
    }

    private static void Write(MessagePackWriter to, ImageLayer layer)
    {
        to.WriteArrayHeader(6);
        to.Write(layer.Name);
        to.Write(layer.Operator);
        to.Write(layer.Macs);
        to.Write(layer.Bytes);
        to.Write(layer.Schedule);
        WriteAll(to, layer.Kernels, (w, k) => w.Write(k));
    }

    private static void Write(MessagePackWriter to, ImageHostOperator host)
    {
        to.WriteArrayHeader(7);
        to.Write(host.Name);
        to.Write(host.Operator);
        WriteAll(to, host.Inputs, (w, b) => w.Write(b));
        WriteAll(to, host.Outputs, (w, b) => w.Write(b));
        to.Write(host.Operations);
        to.Write(host.Payload.Span);
        to.Write(host.Description);
    }

    /// <summary>Bytes that a constant adds to the file.</summary>
    public static int LengthOf(ConstantContent content) => content switch
    {
        InlineContent inline => inline.Bytes.Length,
        DeferredContent deferred => deferred.Length,
        _ => 0,
    };

    private delegate void WriteItem<T>(MessagePackWriter to, T item);

    private static void WriteAll<T>(MessagePackWriter to, ImmutableArray<T> items, WriteItem<T> write)
    {
        to.WriteArrayHeader(items.Length);
        foreach (var item in items)
        {
            write(to, item);
        }
    }
}
