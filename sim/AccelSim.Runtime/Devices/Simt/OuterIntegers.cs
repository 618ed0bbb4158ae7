using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// Programs whose times depend on no more than integers that come from outside: look-ups by indices that are inputs or constants. Kernels that the compiler
/// writes take addresses and branches from integers alone; of programs written by hand nothing is assumed.
/// </summary>
internal static class OuterIntegers
{
    /// <summary>True where the integers among the inputs and constants are all that decides addresses and branches.</summary>
    public static bool Suffice(ProgramImage image, IReadOnlyList<SimtProgram> programs)
    {
        if (image.Layers.IsEmpty || !image.HostOperators.IsEmpty)
        {
            return false;
        }

        var launches = image.Commands.OfType<LaunchCommand>().Where(launch => programs[launch.Kernel].Slice.NeedsValues).ToList();
        return launches.All(launch => programs[launch.Kernel].Slice.ReadsOnlyGlobal
            && launch.Arguments.All(argument => image.Buffers.All(buffer => !IsComputedInteger(buffer) || !Holds(buffer, argument))));
    }

    private static bool IsComputedInteger(ImageBuffer buffer) => buffer.Kind is BufferKind.Workspace or BufferKind.Output && buffer.ElementType.StartsWith('i');

    private static bool Holds(ImageBuffer buffer, ulong address) => address >= (ulong)buffer.Address && address < (ulong)(buffer.Address + buffer.Bytes);
}
